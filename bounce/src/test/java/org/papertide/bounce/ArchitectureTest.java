package org.papertide.bounce;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.papertide.bounce");

    @Test
    void isPlainJavaBesideMime4jAndIcu() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.papertide.bounce..",
                        "java..",
                        "org.apache.james.mime4j..",
                        "com.ibm.icu.text..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void onlyMimeKnowsMime4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.papertide.bounce.mime")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.james.mime4j..")
                .check(CLASSES);
    }

    @Test
    void onlyDomainsKnowIcu() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.papertide.bounce.domain")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.ibm.icu..")
                .check(CLASSES);
    }

    /** Regular expressions can take exponential time on hostile text. */
    @Test
    void usesNoRegularExpression() {
        noClasses().should().dependOnClassesThat().belongToAnyOf(Pattern.class).check(CLASSES);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("org.papertide.bounce.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
