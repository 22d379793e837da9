package org.papertide.notify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "org.papertide.notify";

    /** In the order of the data's way: a package uses only those before it. */
    private static final List<String> ROOMS =
            List.of(
                    "interest",
                    "token",
                    "suppression",
                    "subscription",
                    "candidate",
                    "message.latex",
                    "message",
                    "ledger",
                    "edition",
                    "smtp",
                    "delivery",
                    "signup",
                    "site");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Test
    void packagesFormNoCircle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
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
                .resideInAnyPackage(ROOT + ".smtp", ROOT + ".message..", ROOT + ".interest")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hibernate..", "jakarta.persistence..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void kafkaIsKnownWhereRecordsAreRead() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .and()
                .resideOutsideOfPackages(ROOT + ".candidate", ROOT + ".running")
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
                        ROOT + ".site",
                        ROOT + ".running")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "io.vertx..")
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
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".running")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(CLASSES);
    }

    @Test
    void otherServicesAreKnownByTheirEventsOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.papertide.ingest..", "org.papertide.ranking..")
                .check(CLASSES);
    }
}
