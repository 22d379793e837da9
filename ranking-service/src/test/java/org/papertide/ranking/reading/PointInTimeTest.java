package org.papertide.ranking.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PointInTimeTest {

    private static final Instant NOON = Instant.parse("2025-03-03T12:00:00Z");

    @Test
    void keepsTheLastScoreOfEachHourForThirtyDays() {
        byte[] history = PointInTime.append(null, new PointInTime(NOON, 1));
        history = PointInTime.append(history, new PointInTime(NOON.plusSeconds(3599), 2));
        history = PointInTime.append(history, new PointInTime(NOON.plusSeconds(3600), 3));
        assertThat(PointInTime.read(history))
                .containsExactly(
                        new PointInTime(NOON.plusSeconds(3599), 2),
                        new PointInTime(NOON.plusSeconds(3600), 3));

        Instant later = NOON.plus(Duration.ofDays(30)).plusSeconds(3600);
        history = PointInTime.append(history, new PointInTime(later, 4));
        assertThat(PointInTime.read(history))
                .extracting(PointInTime::score)
                .containsExactly(3.0, 4.0);
    }

    @Test
    void isEmptyForAPaperThatHasNone() {
        assertThat(PointInTime.read(null)).isEmpty();
    }
}
