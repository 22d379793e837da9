package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PastRankingsTest {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    @Test
    void keepsFewerMomentsTheFurtherBack() {
        Map<String, Instant> kept = new HashMap<>();
        Instant end = START.plus(Duration.ofDays(800));
        for (Instant at = START; !at.isAfter(end); at = at.plus(Duration.ofMinutes(15))) {
            kept.put(at(at).key(), at);
        }

        assertThat(kept).hasSizeLessThanOrEqualTo(192 + 336 + 366);
        assertThat(kept.values())
                .contains(
                        end.minus(Duration.ofMinutes(15 * 191)),
                        end.minus(Duration.ofHours(335)),
                        end.minus(Duration.ofDays(365)))
                .doesNotContain(
                        end.minus(Duration.ofMinutes(15 * 193)),
                        end.minus(Duration.ofHours(337)),
                        end.minus(Duration.ofDays(366)));
    }

    @Test
    void isOfAWholeQuarterOfAnHour() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at(START.plusSeconds(1)))
                .withMessageContaining("quarter");
        assertThatIllegalArgumentException().isThrownBy(() -> at(START.plusNanos(1)));
    }

    @Test
    void namesOnlyPapersThatAreThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PastRankings(
                                null,
                                START,
                                List.of(Samples.ID),
                                List.of(
                                        new PastRankings.Places(
                                                Order.TOP, Window.DAY, List.of(1), List.of(2.0)))));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PastRankings.Places(Order.TOP, Window.DAY, List.of(0), List.of()));
    }

    private static PastRankings at(Instant at) {
        return new PastRankings(null, at, List.of(), List.of());
    }
}
