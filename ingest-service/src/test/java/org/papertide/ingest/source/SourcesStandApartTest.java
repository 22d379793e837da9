package org.papertide.ingest.source;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Sources do not know each other, and what they share knows none of them. */
class SourcesStandApartTest {

    private static final String ROOT = "org.papertide.ingest.source";
    private static final String[] SOURCES = {
        ROOT + ".arxiv..", ROOT + ".huggingface..", ROOT + ".page.."
    };

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

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
    void whatIsSharedKnowsNoSource() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT, ROOT + ".xml", ROOT + ".json", ROOT + ".http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SOURCES)
                .check(classes);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void nobodyAsksTheMachineForTheTime() {
        noClasses().should().callMethod(java.time.Instant.class, "now").check(classes);
    }
}
