package org.papertide.ranking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.papertide.testing.HouseRules;

class ArchitectureTest {

    private static final HouseRules HOUSE = HouseRules.of("ranking");
    private static final JavaClasses CLASSES = HOUSE.classes();

    @Test
    void packagesFormNoCircle() {
        HOUSE.packagesFormNoCircle();
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
                .layer("meaning")
                .definedBy("..ranking.meaning..")
                .layer("search")
                .definedBy("..ranking.search..")
                .layer("api")
                .definedBy("..ranking.api..")
                .layer("registry")
                .definedBy("..ranking.registry..")
                .layer("assembly")
                .definedBy("..ranking.assembly..")
                .whereLayer("training")
                .mayOnlyBeAccessedByLayers("topology", "stream", "registry")
                .whereLayer("topology")
                .mayOnlyBeAccessedByLayers("stream", "registry")
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("meaning", "api", "registry")
                .whereLayer("meaning")
                .mayOnlyBeAccessedByLayers("search", "api")
                .whereLayer("search")
                .mayOnlyBeAccessedByLayers("api")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("registry")
                .whereLayer("registry")
                .mayOnlyBeAccessedByLayers("assembly")
                .whereLayer("assembly")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    /** What is in no room is under no rule. */
    @Test
    void everyPackageOfTheApiIsARoom() {
        assertThat(
                        CLASSES.stream()
                                .filter(each -> !each.getSimpleName().equals("package-info"))
                                .map(JavaClass::getPackageName)
                                .filter(name -> name.matches(".*\\.ranking\\.api\\b.*"))
                                .map(name -> name.replaceFirst(".*\\.api\\.?", "")))
                .isSubsetOf(
                        "http",
                        "parameter",
                        "readmodel",
                        "trending",
                        "paper",
                        "search",
                        "feed",
                        "live",
                        "contract",
                        "assistant");
    }

    @Test
    void eachRoomOfTheApiKnowsOnlyThoseBelowIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("basis")
                .definedBy("..ranking.api.http", "..ranking.api.parameter")
                .layer("readmodel")
                .definedBy("..ranking.api.readmodel")
                .layer("subjects")
                .definedBy(
                        "..ranking.api.trending",
                        "..ranking.api.paper",
                        "..ranking.api.search",
                        "..ranking.api.feed",
                        "..ranking.api.live",
                        "..ranking.api.contract")
                .layer("assistant")
                .definedBy("..ranking.api.assistant")
                .whereLayer("readmodel")
                .mayOnlyBeAccessedByLayers("subjects", "assistant")
                .whereLayer("subjects")
                .mayOnlyBeAccessedByLayers("assistant")
                .whereLayer("assistant")
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
