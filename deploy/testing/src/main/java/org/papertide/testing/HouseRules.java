package org.papertide.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds for the design of every service. Each has rules of its own beside these. */
public final class HouseRules {

    private static final String[] SERVICES = {"ingest", "ranking", "notify"};

    /** Of the machine's clock: {@code now()} of any date, and a clock that nobody passed in. */
    private static final DescribedPredicate<JavaMethodCall> READS_THE_TIME =
            describe(
                    "read the machine's clock",
                    call -> {
                        String owner = call.getTargetOwner().getName();
                        String name = call.getName();
                        if (owner.equals(System.class.getName())) {
                            return name.equals("currentTimeMillis");
                        }
                        if (!owner.startsWith("java.time.")) {
                            return false;
                        }
                        return name.equals("now")
                                ? call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(each -> each.isEquivalentTo(Clock.class))
                                : owner.equals(Clock.class.getName())
                                        && List.of("system", "systemUTC", "systemDefaultZone")
                                                .contains(name);
                    });

    private final String service;
    private final JavaClasses classes;

    private HouseRules(String service) {
        this.service = service;
        this.classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(root(service));
    }

    /** The rules for a service, such as {@code ingest}. */
    public static HouseRules of(String service) {
        return new HouseRules(service);
    }

    /** The classes of the service, without its tests. */
    public JavaClasses classes() {
        return classes;
    }

    /** Packages form no circle. */
    public void packagesFormNoCircle() {
        slices().matching(root(service) + ".(**)").should().beFreeOfCycles().check(classes);
    }

    /** A clock is passed in, so that recorded days can be replayed. */
    public void timeIsPassedIn() {
        noClasses()
                .should()
                .callMethodWhere(READS_THE_TIME)
                .orShould()
                .callConstructor(Date.class)
                .check(classes);
    }

    /** A service knows the others by their events alone. */
    public void otherServicesAreKnownByTheirEventsOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.of(SERVICES)
                                .filter(other -> !other.equals(service))
                                .map(other -> root(other) + "..")
                                .toArray(String[]::new))
                .check(classes);
    }

    /** Checks of health are made by the platform's one mechanism, and answer in one shape. */
    public void healthIsAnsweredInOneShape() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.eclipse.microprofile.health.HealthCheckResponse")
                .check(classes);
    }

    /**
     * A type has its name for itself in its service: no other has it within itself, but for the
     * variants of a sealed type, which are always named with that.
     */
    public void namesMeanOneThing() {
        Map<String, JavaClass> named =
                classes.stream()
                        .filter(type -> type.getEnclosingClass().isEmpty())
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(
                                Collectors.toMap(
                                        JavaClass::getSimpleName,
                                        type -> type,
                                        (one, other) -> {
                                            throw new AssertionError(one + " and " + other);
                                        }));
        List<String> twins =
                classes.stream()
                        .filter(type -> named.containsKey(type.getSimpleName()))
                        .filter(type ->
                                type.getEnclosingClass()
                                        .map(around -> !type.isAssignableTo(around.getName()))
                                        .orElse(false))
                        .map(type -> type.getName() + ", " + named.get(type.getSimpleName()))
                        .toList();
        if (!twins.isEmpty()) {
            throw new AssertionError(String.join("\n", twins));
        }
    }

    private static String root(String service) {
        return "org.papertide." + service;
    }
}
