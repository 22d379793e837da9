package org.papertide.notify.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.papertide.notify.ledger.DeliveryState.Phase;

/** The one table of transitions, and the places that must agree with it. */
class TransitionTest {

    private static final Path LEDGER =
            Path.of("src/main/resources/db/migration/V1__subscriptions_and_ledger.sql");

    private static final Path PHASES =
            Path.of("src/main/resources/db/migration/V11__hand_overs_that_write_no_index.sql");

    private static Set<DeliveryState> states(String sql, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(sql);
        assertThat(matcher.find()).as(pattern).isTrue();
        return EnumSet.copyOf(DeliveryState.parse(matcher.group(1)));
    }

    private static String ledger() throws IOException {
        String sql = Files.readString(LEDGER);
        return sql.substring(sql.indexOf("create table delivery"));
    }

    @Test
    void theDatabaseAllowsTheStatesThatThereAre() throws IOException {
        assertThat(states(ledger(), "check \\(state in \\(([^)]*)\\)"))
                .containsExactlyInAnyOrder(DeliveryState.values());
    }

    @Test
    void theDatabaseHasThePhaseOfEachState() throws IOException {
        String sql = Files.readString(PHASES);
        for (Phase phase : EnumSet.of(Phase.WAITING, Phase.HELD)) {
            assertThat(states(sql, "when state in \\(([^)]*)\\) then '" + phase + "'"))
                    .isEqualTo(statesOf(phase));
        }
        assertThat(states(sql, "when state = (\\S+) then 'SENT'")).isEqualTo(statesOf(Phase.SENT));
        assertThat(sql).contains("else 'DROPPED'");
    }

    private static Set<DeliveryState> statesOf(Phase phase) {
        return Arrays.stream(DeliveryState.values())
                .filter(state -> state.phase() == phase)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DeliveryState.class)));
    }

    @Test
    void whatCanBeClaimedWaitsAndWhatIsLeasedIsHeld() {
        assertThat(statesOf(Phase.WAITING)).isEqualTo(Transition.CLAIM.from());
        Set<DeliveryState> leased = EnumSet.copyOf(Transition.RELEASE.from());
        leased.addAll(Transition.ABANDON.from());
        assertThat(statesOf(Phase.HELD)).isEqualTo(leased);
    }

    @Test
    void handingOverChangesNoPhase() {
        assertThat(Transition.HAND.from())
                .extracting(DeliveryState::phase)
                .containsOnly(Transition.HAND.to().phase());
    }

    @Test
    void aStateWaitsOrIsHeldIfATransitionLeavesIt() {
        Set<DeliveryState> left =
                Arrays.stream(Transition.values())
                        .flatMap(transition -> transition.from().stream())
                        .collect(Collectors.toSet());
        assertThat(unfinished()).containsExactlyInAnyOrderElementsOf(left);
    }

    private static List<DeliveryState> unfinished() {
        return Arrays.stream(DeliveryState.values())
                .filter(state -> state.phase() == Phase.WAITING || state.phase() == Phase.HELD)
                .toList();
    }

    @Test
    void everyStateIsReached() {
        Set<DeliveryState> reached =
                Arrays.stream(Transition.values()).map(Transition::to).collect(Collectors.toSet());
        assertThat(reached).containsExactlyInAnyOrder(DeliveryState.values());
    }

    @Test
    void allThatIsOpenInTheAccountIsUnfinished() {
        List<DeliveryState> unfinished = unfinished();
        for (DeliveryState state : DeliveryState.values()) {
            if (state.entry().isOpen()) {
                assertThat(unfinished).contains(state);
            }
        }
        // What is uncertain is open only if it is sent again.
        assertThat(unfinished)
                .filteredOn(state -> !state.entry().isOpen())
                .containsExactly(DeliveryState.UNCERTAIN);
    }

    @Test
    void onlyTheEndsOfAttemptsAreSettlements() {
        assertThat(Transition.attemptEndings())
                .containsExactly(
                        Transition.ACCEPT, Transition.DEFER, Transition.REJECT, Transition.LOSE);
        for (Transition transition : Transition.values()) {
            if (!transition.endsAttempt()) {
                assertThatThrownBy(() -> new Settlement(transition, "x", null, null, null))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void nothingIsAcceptedThatWasNotHandedOver() {
        HeldDeliveries held = new HeldDeliveries();
        held.claimed(7, Instant.EPOCH);
        assertThatThrownBy(() -> held.requireLegal(7, Transition.ACCEPT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ACCEPT from CLAIMED");
        held.requireLegal(7, Transition.DEFER);
        held.moved(7, DeliveryState.HANDED);
        held.requireLegal(7, Transition.ACCEPT);
        held.requireLegal(7, Transition.LOSE);
    }

    @Test
    void aRowThatIsNotHeldDoesNotBecomeHeldByItsState() {
        HeldDeliveries held = new HeldDeliveries();
        held.moved(7, DeliveryState.HANDED);
        assertThat(held.ids()).isEmpty();
        held.claimed(8, Instant.EPOCH);
        assertThat(held.ids()).containsExactly(8L);
        held.drop(8);
        assertThat(held.ids()).isEmpty();
    }

    @Test
    void whatIsLegalComesFromTheTable() {
        assertThat(Transition.legal())
                .contains(
                        "ACCEPT HANDED ACCEPTED",
                        "ACCEPT UNCERTAIN ACCEPTED",
                        "EXCLUDE PLANNED EXCLUDED",
                        "HAND HANDED HANDED")
                .doesNotContain(
                        "ACCEPT CLAIMED ACCEPTED",
                        "ACCEPT ACCEPTED ACCEPTED",
                        "ACCEPT HANDED REJECTED",
                        "EXPIRE PLANNED EXPIRED");
    }
}
