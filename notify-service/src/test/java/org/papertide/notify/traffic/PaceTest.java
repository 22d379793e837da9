package org.papertide.notify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final ReplyRule TWICE_A_MINUTE =
            new ReplyRule(
                    new ReplyRule.Written(
                            "often",
                            Set.of(),
                            List.of(),
                            "busy",
                            null,
                            ReplyRule.Action.SLOW,
                            null,
                            2,
                            MINUTE,
                            null,
                            List.of("451 busy"),
                            List.of()));

    private static Pace pace(int connections, double perSecond) {
        return new Pace(
                new Pace.Limits(connections, perSecond),
                new Pace.Times(MINUTE, Duration.ofHours(1), MINUTE));
    }

    @Test
    void hasRoomForASecondsMails() {
        Pace pace = pace(100, 10);
        assertThat(pace.perSecond()).isEqualTo(10);
        assertThat(pace.free(NOW, 5, 1_000)).isEqualTo(10);
        assertThat(pace.free(NOW, 5, 4)).isEqualTo(4);
        for (int i = 0; i < 3; i++) {
            assertThat(pace.take(NOW)).isTrue();
        }
        assertThat(pace.free(NOW, 5, 1_000)).isEqualTo(7);
        assertThat(pace.free(NOW.plusMillis(100), 5, 1_000)).isEqualTo(8);
        assertThat(pace.free(NOW.plusSeconds(9), 5, 1_000)).as("no more is saved up").isEqualTo(10);
    }

    @Test
    void hasRoomForWhatItsConnectionsCarry() {
        Pace pace = pace(2, Double.POSITIVE_INFINITY);
        assertThat(pace.free(NOW, 5, 1_000)).isEqualTo(10);
        assertThat(pace.take(NOW)).isTrue();
        assertThat(pace.free(NOW, 5, 1_000)).isEqualTo(5);
        assertThat(pace.take(NOW)).isTrue();
        assertThat(pace.free(NOW, 5, 1_000)).isZero();
        assertThat(pace.take(NOW)).isFalse();
    }

    @Test
    void countsMatchesOfARuleWithinItsTime() {
        Pace pace = pace(2, 10);
        assertThat(pace.isReached(TWICE_A_MINUTE, NOW)).isFalse();
        assertThat(pace.isReached(TWICE_A_MINUTE, NOW.plusSeconds(1))).as("one sign").isFalse();
        assertThat(pace.isReached(TWICE_A_MINUTE, NOW.plusSeconds(59))).isTrue();
        assertThat(pace.isReached(TWICE_A_MINUTE, NOW.plusSeconds(118))).isTrue();
        assertThat(pace.isReached(TWICE_A_MINUTE, NOW.plusSeconds(178))).isFalse();
    }

    @Test
    void forgetsMatchesWhoseTimeIsOver() {
        Pace pace = pace(2, 10);
        assertThat(pace.isReached(TWICE_A_MINUTE, NOW)).isFalse();
        pace.forgetMatches(Map.of("often", MINUTE), NOW.plusSeconds(59));
        assertThat(pace.isIdle(NOW.plusSeconds(59))).isFalse();
        pace.forgetMatches(Map.of("often", MINUTE), NOW.plusSeconds(60));
        assertThat(pace.isIdle(NOW.plusSeconds(60))).isTrue();
    }

    /** As when an operator takes a rule away. */
    @Test
    void forgetsMatchesOfRulesThatAreGone() {
        Pace pace = pace(2, 10);
        assertThat(pace.isReached(TWICE_A_MINUTE, NOW)).isFalse();
        pace.forgetMatches(Map.of(), NOW);
        assertThat(pace.isIdle(NOW)).isTrue();
    }
}
