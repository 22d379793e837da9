package org.papertide.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.papertide.platform");

    private static final Pattern DOMAIN =
            Pattern.compile(
                    "paper|arxiv|signal|metric|score|rank|trend|breakout|tick|source|catalogue"
                            + "|mail|smtp|edition|subscri|digest|deliver|interest|ledger"
                            + "|webhook|theme|vector|embedding|outbox",
                    Pattern.CASE_INSENSITIVE);

    @Test
    void knowsNeitherEventsNorAService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.papertide.events..",
                        "org.papertide.ingest..",
                        "org.papertide.ranking..",
                        "org.papertide.notify..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("org.papertide.platform.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void timeIsPassedIn() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void hasNoWordOfTheDomain() {
        Stream<String> names =
                CLASSES.stream()
                        .flatMap(each ->
                                Stream.concat(
                                        Stream.of(each.getSimpleName()),
                                        each.getMembers().stream().map(JavaMember::getName)));
        assertThat(names).noneMatch(name -> DOMAIN.matcher(name).find());
    }
}
