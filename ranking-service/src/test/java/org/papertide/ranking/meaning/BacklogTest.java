package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.papertide.testing.SamplePaper;

class BacklogTest {

    private static final Instant NOW = Instant.parse("2026-05-04T06:00:00Z");
    private static final TitleAndAbstract TEXT = text("Tides");

    private final Backlog backlog = new Backlog();

    /** An older record of it must not bring the older text back. */
    @Test
    void aPaperThatIsRenewedWaitsForNothing() {
        backlog.look("a", 1, true);
        assertThat(backlog.renew("a", 9, TEXT, true)).isTrue();
        backlog.look("a", 3, true);
        assertThat(backlog.next(NOW)).isEmpty();
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void ofSeveralRecordsTheNewestCounts() {
        backlog.look("a", 1, true);
        backlog.look("b", 2, true);
        backlog.look("a", 3, true);
        backlog.look("b", 4, false);
        backlog.endLook();
        assertThat(backlog.next(NOW)).hasValue(3);
        assertThat(backlog.isDue("a", 1, NOW)).isFalse();
        assertThat(backlog.isDue("a", 3, NOW)).isTrue();
        assertThat(backlog.isDue("b", 4, NOW)).isFalse();
        assertThat(backlog.lacking()).isEqualTo(1);
    }

    /** Compacted away: a newer record says what is to be done. */
    @Test
    void doesNotWaitForARecordThatHasGone() {
        backlog.look("a", 1, true);
        backlog.gone(1);
        assertThat(backlog.isEmpty()).isTrue();
        backlog.fail("b", 2, TEXT, NOW);
        backlog.gone(2);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void theTriesOfATextAreFurtherAndFurtherApart() {
        List<Duration> pauses = new ArrayList<>();
        Instant now = NOW;
        for (int attempt = 1; attempt < Backlog.MOST_ATTEMPTS; attempt++) {
            assertThat(backlog.fail("a", 1, TEXT, now)).isEqualTo(attempt == 1);
            Instant failed = now;
            while (backlog.next(now).equals(OptionalLong.empty())) {
                now = now.plusSeconds(1);
            }
            pauses.add(Duration.between(failed, now));
        }
        assertThat(pauses).extracting(Duration::toMinutes).containsExactly(1L, 2L, 4L, 8L, 16L);
        assertThat(backlog.unreadable()).isZero();
        backlog.fail("a", 1, TEXT, now);
        assertThat(backlog.unreadable()).isEqualTo(1);
        assertThat(backlog.next(now.plus(Duration.ofDays(1_000)))).isEmpty();
        assertThat(backlog.isEmpty()).as("the next start tries it").isFalse();
    }

    @Test
    void anotherTextBeginsAnew() {
        for (int attempt = 0; attempt < Backlog.MOST_ATTEMPTS; attempt++) {
            backlog.fail("a", 1, TEXT, NOW);
        }
        assertThat(backlog.renew("a", 2, TEXT, false)).isFalse();
        assertThat(backlog.unreadable()).isEqualTo(1);
        assertThat(backlog.renew("a", 3, text("Ebb"), false)).isTrue();
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void aPaperThatLeavesWaitsNoMore() {
        backlog.fail("a", 1, TEXT, NOW);
        assertThat(backlog.renew("a", 2, null, false)).isTrue();
        assertThat(backlog.isEmpty()).isTrue();
    }

    private static TitleAndAbstract text(String title) {
        return TitleAndAbstract.of(
                SamplePaper.of(SamplePaper.id("2605", 1), NOW).title(title).build());
    }
}
