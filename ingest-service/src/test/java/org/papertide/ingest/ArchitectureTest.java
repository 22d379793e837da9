package org.papertide.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.testing.HouseRules;

/** The rooms of this service: who may know whom. */
class ArchitectureTest {

    private static final String ROOT = "org.papertide.ingest";
    private static final String SOURCE = ROOT + ".source";

    /** What sources share; each other folder is a source, and under the rules of one. */
    private static final Set<String> SHARED = Set.of("xml", "json", "fetch");

    private static final String[] SHARED_BY_SOURCES =
            Stream.concat(Stream.of(SOURCE), packages(SHARED.stream())).toArray(String[]::new);

    private static final String[] SOURCES =
            packages(folders().stream().filter(folder -> !SHARED.contains(folder)))
                    .toArray(String[]::new);

    private static final HouseRules HOUSE = HouseRules.of("ingest");

    private final JavaClasses classes = HOUSE.classes();

    private static Stream<String> packages(Stream<String> folders) {
        return folders.map(folder -> SOURCE + "." + folder + "..");
    }

    private static List<String> folders() {
        try (Stream<Path> files = Files.list(Path.of("src/main/java", SOURCE.replace('.', '/')))) {
            return files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyFolderIsASourceOrShared() {
        assertThat(folders()).containsAll(SHARED);
        assertThat(SOURCES).hasSizeGreaterThanOrEqualTo(3).contains(SOURCE + ".arxiv..");
    }

    @Test
    void sourcesDoNotKnowEachOther() {
        for (String one : SOURCES) {
            for (String other : SOURCES) {
                if (!one.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(one)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(other)
                            .check(classes);
                }
            }
        }
    }

    @Test
    void onlyASourceKnowsItself() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SOURCES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SOURCES)
                .check(classes);
    }

    @Test
    void whatSourcesShareKnowsNobodyAboveIt() {
        noClasses()
                .that()
                .resideInAnyPackage(SHARED_BY_SOURCES)
                .or()
                .resideInAnyPackage(SOURCES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".polling..",
                        ROOT + ".imports..",
                        ROOT + ".catalogue..",
                        ROOT + ".signal..",
                        ROOT + ".outbox..")
                .check(classes);
    }

    @Test
    void eachRoomKnowsOnlyThoseFurtherDownTheWayOfTheData() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("source")
                .definedBy(SOURCE + "..")
                .layer("polling")
                .definedBy(ROOT + ".polling..")
                .layer("imports")
                .definedBy(ROOT + ".imports..")
                .layer("catalogue")
                .definedBy(ROOT + ".catalogue..")
                .layer("signal")
                .definedBy(ROOT + ".signal..")
                .layer("outbox")
                .definedBy(ROOT + ".outbox..")
                .whereLayer("polling")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("imports")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("catalogue")
                .mayOnlyBeAccessedByLayers("polling", "imports")
                .whereLayer("signal")
                .mayOnlyBeAccessedByLayers("catalogue", "imports")
                .whereLayer("outbox")
                .mayOnlyBeAccessedByLayers("catalogue", "signal")
                .whereLayer("source")
                .mayOnlyBeAccessedByLayers("polling", "imports", "catalogue")
                .check(classes);
    }

    @Test
    void packagesFormNoCircle() {
        HOUSE.packagesFormNoCircle();
    }

    @Test
    void timeIsPassedIn() {
        HOUSE.timeIsPassedIn();
    }

    @Test
    void namesMeanOneThing() {
        HOUSE.namesMeanOneThing();
    }

    @Test
    void healthIsAnsweredInOneShape() {
        HOUSE.healthIsAnsweredInOneShape();
    }

    @Test
    void otherServicesAreKnownByTheirEventsOnly() {
        HOUSE.otherServicesAreKnownByTheirEventsOnly();
    }
}
