package org.papertide.ranking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.papertide.ranking");

    @Test
    void packagesFormNoCircle() {
        slices().matching("org.papertide.ranking.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void eachRoomKnowsOnlyThoseBeforeIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("..ranking.model")
                .layer("training")
                .definedBy("..ranking.model.training")
                .layer("topology")
                .definedBy("..ranking.topology..")
                .layer("stream")
                .definedBy("..ranking.stream..")
                .layer("api")
                .definedBy("..ranking.api..")
                .layer("registry")
                .definedBy("..ranking.registry..")
                .whereLayer("training")
                .mayOnlyBeAccessedByLayers("topology", "stream", "registry")
                .whereLayer("topology")
                .mayOnlyBeAccessedByLayers("stream", "registry")
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("api", "registry")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("registry")
                .whereLayer("registry")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void theModelKnowsNoFramework() {
        noClasses()
                .that()
                .resideInAPackage("..ranking.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void timeIsPassedIn() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
        noClasses().should().callMethod(Clock.class, "systemUTC").check(CLASSES);
    }

    @Test
    void otherServicesAreKnownByTheirEventsOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.papertide.ingest..", "org.papertide.notify..")
                .check(CLASSES);
    }
}
