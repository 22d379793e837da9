package org.papertide.notify;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import jakarta.persistence.Entity;
import jakarta.persistence.Enumerated;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.testing.HouseRules;

class ArchitectureTest {

    private static final String ROOT = "org.papertide.notify";

    /** In the order of the data's way: a package uses only those before it. */
    private static final List<String> ROOMS =
            List.of(
                    "http",
                    "running",
                    "ranking",
                    "interest",
                    "token",
                    "suppression",
                    "subscription",
                    "candidate",
                    "theme",
                    "message",
                    "ledger",
                    "edition",
                    "dkim",
                    "smtp",
                    "traffic",
                    "webhook",
                    "delivery",
                    "signup",
                    "feed",
                    "returned",
                    "returned.listener",
                    "returned.mailbox",
                    "returned.webhook",
                    "account",
                    "webhook.api",
                    "site",
                    "assembly");

    private static final HouseRules HOUSE = HouseRules.of("notify");
    private static final JavaClasses CLASSES = HOUSE.classes();

    /** What is in no room is under no rule. */
    @Test
    void everyPackageIsARoom() {
        assertThat(
                        CLASSES.stream()
                                .filter(each -> !each.getSimpleName().equals("package-info"))
                                .map(JavaClass::getPackageName))
                .isSubsetOf(ROOMS.stream().map(room -> ROOT + "." + room).toList());
    }

    @Test
    void packagesFormNoCircle() {
        HOUSE.packagesFormNoCircle();
    }

    @Test
    void eachRoomKnowsOnlyThoseBeforeIt() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String room : ROOMS) {
            layers = layers.layer(room).definedBy(ROOT + "." + room);
        }
        for (int i = 0; i < ROOMS.size(); i++) {
            List<String> later = new ArrayList<>(ROOMS.subList(i + 1, ROOMS.size()));
            layers =
                    later.isEmpty()
                            ? layers.whereLayer(ROOMS.get(i)).mayNotBeAccessedByAnyLayer()
                            : layers.whereLayer(ROOMS.get(i))
                                    .mayOnlyBeAccessedByLayers(later.toArray(String[]::new));
        }
        layers.check(CLASSES);
    }

    @Test
    void sendingKnowsNoDatabase() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".smtp", ROOT + ".traffic", ROOT + ".message..", ROOT + ".interest")
                .should()
                .dependOnClassesThat()
                // Not org.hibernate.validator, by which settings say their ranges.
                .resideInAnyPackage(
                        "org.hibernate",
                        "org.hibernate.annotations..",
                        "jakarta.persistence..",
                        "java.sql..")
                .check(CLASSES);
    }

    @Test
    void kafkaIsKnownWhereRecordsAreReadOrWritten() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .and()
                .resideOutsideOfPackages(ROOT + ".candidate", ROOT + ".account", ROOT + ".assembly")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void httpIsKnownWhereRequestsAreAnswered() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .and()
                .resideOutsideOfPackages(
                        ROOT + ".http",
                        ROOT + ".edition",
                        ROOT + ".signup",
                        ROOT + ".feed",
                        ROOT + ".returned..",
                        ROOT + ".account",
                        ROOT + ".webhook.api",
                        ROOT + ".site")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "io.vertx..")
                .check(CLASSES);
    }

    /** A later release may have written a name that this one does not know. */
    @Test
    void namesInTablesAreReadAsText() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .should()
                .beAnnotatedWith(Enumerated.class)
                .orShould()
                .haveRawType(assignableTo(Enum.class))
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
