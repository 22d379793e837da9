package org.papertide.notify.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    /** So many papers on each day, the last 24 hours first. */
    private static History of(int... days) {
        List<Instant> listed = new ArrayList<>();
        for (int day = 0; day < days.length; day++) {
            for (int i = 0; i < days[day]; i++) {
                listed.add(NOW.minus(Duration.ofDays(day)).minusSeconds(i));
            }
        }
        return History.of(listed, NOW);
    }

    @Test
    void isAWeekWhereThereAreOlderPapers() {
        assertThat(of(200, 200, 200, 200, 200, 200, 200, 200, 200, 200))
                .isEqualTo(new History(7, 1_400));
    }

    /** Nothing is listed at weekends, wherever they are in the week. */
    @Test
    void countsDaysOffAsDays() {
        assertThat(of(200, 200, 200, 200, 200, 0, 0, 200, 200, 200).days()).isEqualTo(7);
        assertThat(of(0, 0, 200, 200, 200, 200, 200, 0, 0, 200).days()).isEqualTo(7);
        assertThat(of(200, 0, 3, 200, 200, 200, 200, 200, 0, 2).papersADay())
                .isEqualTo(1_003 / 7.0);
    }

    @Test
    void isShortWhereAnInstallationIsNew() {
        assertThat(of(300)).isEqualTo(new History(1, 300));
        assertThat(of(300).papersADay()).isEqualTo(300);
        assertThat(of(300).isEnough()).isFalse();
        assertThat(of(100, 300).isEnough()).isFalse();
        assertThat(of(100, 300, 200).isEnough()).isTrue();
        assertThat(of(100, 300, 200).isWhole()).isFalse();
    }

    /** Older papers that people talk about are no days of history. */
    @Test
    void leavesOutOldPapersThatCameAlone() {
        assertThat(of(300, 280, 5, 9, 2, 0, 11, 3)).isEqualTo(new History(2, 580));
    }

    @Test
    void isEmptyWhereNothingWasListed() {
        assertThat(of()).isEqualTo(new History(0, 0));
        assertThat(of().papersADay()).isZero();
        assertThat(of().isEnough()).isFalse();
        assertThat(of(1)).isEqualTo(new History(1, 1));
    }
}
