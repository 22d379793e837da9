package org.papertide.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PackagesTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.papertide.local");

    @Test
    void formNoCircle() {
        slices().matching("org.papertide.(local..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void serversKnowNothingOfThePipeline() {
        noClasses()
                .that()
                .resideInAnyPackage("org.papertide.local.stack..", "org.papertide.local.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.papertide.local.supervisor..", "org.papertide.local.command..")
                .check(CLASSES);
    }

    @Test
    void onlyMainIsAboveTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.papertide.local", "org.papertide.local.command..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.papertide.local.command..")
                .check(CLASSES);
    }
}
