package org.papertide.notify.ledger;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.subscription.Subscription;
import org.papertide.testing.HouseRules;

/**
 * Statements have states as literals, since with parameters the planner finds no partial index.
 * What they say must be what the table of transitions says.
 */
class StatementStatesTest {

    private static final Pattern LITERAL = Pattern.compile("'([A-Z][A-Z_]+)'");

    /** An update of the ledger: what it sets, up to its end. */
    private static final Pattern UPDATE =
            Pattern.compile(
                    "\\bupdate\\s+(?:only\\s+)?delivery\\b(?:\\s+(?!set\\b)\\w+)?\\s+set\\s+"
                            + "((?:(?!\\b(?:where|from|returning)\\b).)*)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern ANY_UPDATE =
            Pattern.compile(
                    "\\b(?:update|merge into)\\s+(?:only\\s+)?delivery\\b",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern ASSIGNED =
            Pattern.compile("(?:^|,)\\s*(?:\\w+\\.)?state\\s*=\\s*([^,]+)");

    /** As a row, or with another column: no statement does, and this test would not see it. */
    private static final Pattern SEVERAL = Pattern.compile("(?:^|,)\\s*\\(");

    /** How a statement compares its parameters with the whole table. */
    private static final String BY_THE_TABLE =
            "u.transition || ' ' || d.state || ' ' || u.state = any(";

    private static final Pattern STATES =
            Pattern.compile("\\bstate(?: \\|\\| '')? (?:in \\(([^)]*)\\)|= ('\\w+'))");
    private static final Pattern PHASE = Pattern.compile("\\bphase = '(\\w+)'");
    private static final Pattern INSERT =
            Pattern.compile(
                    "insert into delivery\\b(?:(?!returning|on conflict).)*", Pattern.DOTALL);

    /** What a repository executes, as it is compiled. */
    private record Statement(String name, String sql) {

        Set<String> literals() {
            return LITERAL.matcher(sql)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** What it writes as a state, as SQL. */
        List<String> written() {
            List<String> written = new ArrayList<>();
            Matcher update = UPDATE.matcher(sql);
            while (update.find()) {
                ASSIGNED.matcher(update.group(1))
                        .results()
                        .map(found -> found.group(1).strip())
                        .forEach(written::add);
            }
            return written;
        }

        /** What is wrong with it; empty if it writes what the table of transitions has. */
        Optional<String> flaw() {
            List<String> sets = UPDATE.matcher(sql).results().map(found -> found.group(1)).toList();
            if (sets.size() < ANY_UPDATE.matcher(sql).results().count()
                    || sets.stream().anyMatch(set -> SEVERAL.matcher(set).find())) {
                return Optional.of("not understood");
            }
            for (String value : written()) {
                if (value.equals("u.state")) {
                    if (!sql.contains(BY_THE_TABLE)) {
                        return Optional.of("writes a parameter");
                    }
                } else if (!LITERAL.matcher(value).matches()) {
                    return Optional.of("writes " + value);
                } else if (origins().isEmpty() || !allowed(value).containsAll(origins())) {
                    return Optional.of("writes " + value + " where it is one of " + origins());
                }
            }
            return Optional.empty();
        }

        private static Set<DeliveryState> allowed(String literal) {
            DeliveryState to = DeliveryState.parse(literal).getFirst();
            return Arrays.stream(Transition.values())
                    .filter(transition -> transition.to() == to)
                    .flatMap(transition -> transition.from().stream())
                    .collect(Collectors.toSet());
        }

        /** The states that its rows can have: those that it names, else those of its phases. */
        Set<DeliveryState> origins() {
            String where = UPDATE.matcher(sql).replaceAll("");
            List<DeliveryState> named =
                    STATES.matcher(where)
                            .results()
                            .map(found -> found.group(found.group(1) == null ? 2 : 1))
                            .flatMap(list -> DeliveryState.parse(list).stream())
                            .toList();
            return named.isEmpty()
                    ? Arrays.stream(DeliveryState.values())
                            .filter(state -> phases(where).contains(state.phase().name()))
                            .collect(
                                    Collectors.toCollection(
                                            () -> EnumSet.noneOf(DeliveryState.class)))
                    : EnumSet.copyOf(named);
        }

        private static Set<String> phases(String where) {
            return PHASE.matcher(where)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static final JavaClasses CLASSES = HouseRules.of("notify").classes();

    /** Every text of the ledger's classes, in repositories as Hibernate's processor writes them. */
    private static List<Statement> texts() {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().endsWith(".notify.ledger"))
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(String.class))
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .map(StatementStatesTest::text)
                .toList();
    }

    private static Statement text(JavaField field) {
        Field reflected = field.reflect();
        reflected.setAccessible(true);
        try {
            return new Statement(field.getFullName(), (String) reflected.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Statement> statements(String room) {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().endsWith(".notify." + room))
                .flatMap(type -> type.getMethods().stream())
                .flatMap(StatementStatesTest::statement)
                .toList();
    }

    private static Stream<Statement> statement(JavaMethod method) {
        return method.getAnnotations().stream()
                .filter(each ->
                        each.getRawType()
                                .getName()
                                .equals("org.hibernate.annotations.processing.SQL"))
                .map(each ->
                        new Statement(
                                method.getFullName(), (String) each.get("value").orElseThrow()));
    }

    private static Set<String> names(Enum<?>[]... enums) {
        return Arrays.stream(enums)
                .flatMap(Arrays::stream)
                .map(Enum::name)
                .collect(Collectors.toSet());
    }

    @Test
    void statementsOfTheLedgerNameStatesThatThereAre() {
        Set<String> known =
                names(DeliveryState.values(), DeliveryState.Phase.values(), Frequency.values());
        List<Statement> statements = statements("ledger");
        assertThat(statements).hasSizeGreaterThan(40);
        for (Statement statement : statements) {
            assertThat(known).as(statement.name()).containsAll(statement.literals());
        }
    }

    @Test
    void statementsOfSubscriptionsNameStatesThatThereAre() {
        Set<String> known = names(Subscription.State.values(), Frequency.values());
        List<Statement> statements = statements("subscription");
        assertThat(statements).hasSizeGreaterThan(30);
        for (Statement statement : statements) {
            assertThat(known).as(statement.name()).containsAll(statement.literals());
        }
    }

    @Test
    void statementsWriteStatesAsTheTransitionsAllow() {
        List<Statement> writing =
                texts().stream().filter(statement -> !statement.written().isEmpty()).toList();
        assertThat(writing).hasSizeGreaterThanOrEqualTo(10);
        assertThat(writing).filteredOn(each -> each.written().contains("u.state")).hasSize(2);
        for (Statement statement : texts()) {
            assertThat(statement.flaw()).as(statement.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update delivery set state = 'ACCEPTED' where phase = 'WAITING'",
                "update delivery d set reason = :reason, d.state = 'PLANNED' where state = 'HANDED'",
                "update delivery set attempts = 1, state = 'CLAIMED' where id = :id",
                "update only delivery set state = :state where state in ('CLAIMED', 'HANDED')",
                "update delivery d set state = u.state from u where d.id = u.id",
                "update delivery set state = case when a then 'HANDED' end where phase = 'HELD'",
                "update delivery set (state, reason) = ('HANDED', null) where phase = 'HELD'",
                "merge into delivery d using u on d.id = u.id when matched then update set state = 'X'",
                "with a as (update delivery set state = 'HANDED' where state = 'CLAIMED')"
                        + " update delivery set state = 'ACCEPTED' where state = 'CLAIMED'",
                "update Delivery set state = 'ACCEPTED' where state = 'CLAIMED'",
            })
    void aStatementThatWritesSomethingElseIsFound(String sql) {
        assertThat(new Statement("", sql).flaw()).isPresent();
    }

    /** So that no statement is a text that this test does not see. */
    @Test
    void statementsAreThoseOfTheRepositoriesAndOneOther() {
        noClasses()
                .that()
                .resideInAPackage("..notify.ledger")
                .and(not(simpleNameEndingWith("_").or(simpleName("SettleStatement"))))
                .should()
                .callMethodWhere(
                        target(nameMatching("prepare.*|create.*Query|createStatement|nativeSQL")))
                .check(CLASSES);
    }

    /** As composed they wait to be claimed, or are left out; all else follows by transitions. */
    @Test
    void rowsBeginAsPlannedOrExcluded() {
        int inserts = 0;
        for (Statement statement : statements("ledger")) {
            Matcher insert = INSERT.matcher(statement.sql());
            while (insert.find()) {
                inserts++;
                Set<String> states = new Statement("", insert.group()).literals();
                states.retainAll(names(DeliveryState.values()));
                assertThat(Set.of("PLANNED", "EXCLUDED")).as(statement.name()).containsAll(states);
                assertThat(insert.group()).as(statement.name()).doesNotContain(":state");
            }
        }
        assertThat(inserts).isGreaterThanOrEqualTo(3);
    }
}
