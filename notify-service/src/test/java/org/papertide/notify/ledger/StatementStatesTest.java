package org.papertide.notify.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.subscription.Subscription;
import org.papertide.testing.HouseRules;

/**
 * Statements have states as literals, since with parameters the planner finds no partial index.
 * What they say must be what the table of transitions says.
 */
class StatementStatesTest {

    private static final Pattern LITERAL = Pattern.compile("'([A-Z][A-Z_]+)'");

    /** One update of the ledger: what it sets, up to its end. */
    private static final Pattern MOVE =
            Pattern.compile(
                    "update delivery\\b(?:(?!update delivery).)*?\\bset\\s+state = '(\\w+)'",
                    Pattern.DOTALL);

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

        /** The states that its rows can have: those that it names, else those of its phases. */
        Set<DeliveryState> origins() {
            String where = sql.replaceAll("set\\s+state = '\\w+'", "");
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

    private static List<Statement> statements(String room) {
        return HouseRules.of("notify").classes().stream()
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
    void statementsMoveRowsAsTheTransitionsAllow() {
        int moves = 0;
        for (Statement statement : statements("ledger")) {
            Matcher move = MOVE.matcher(statement.sql());
            if (!move.find()) {
                continue;
            }
            moves++;
            DeliveryState to = DeliveryState.valueOf(move.group(1));
            Set<DeliveryState> allowed =
                    Arrays.stream(Transition.values())
                            .filter(transition -> transition.to() == to)
                            .flatMap(transition -> transition.from().stream())
                            .collect(Collectors.toSet());
            assertThat(statement.origins()).as(statement.name()).isNotEmpty();
            assertThat(allowed).as(statement.name()).containsAll(statement.origins());
        }
        assertThat(moves).isGreaterThanOrEqualTo(7);
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
            }
        }
        assertThat(inserts).isGreaterThanOrEqualTo(3);
    }
}
