package org.papertide.ranking.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperSummary;
import org.papertide.events.Score;
import org.papertide.events.ShadowScore;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.testing.SamplePaper;

class ShadowComparisonTest {

    private static final Instant AT = Instant.parse("2026-05-04T08:00:00Z");

    private final List<Score> scores = new ArrayList<>();
    private final ShadowComparison comparison = new ShadowComparison(scores::forEach);

    @Test
    void findsNoDifferenceInOneOrder() {
        for (int i = 1; i <= 60; i++) {
            add(i, Window.DAY, i, 3.0 * i);
        }
        assertThat(comparison.compare())
                .contains(new ShadowComparison.Outcome("1", "2", 60, 1, 10, 50));
    }

    @Test
    void countsWhatTheFirstShare() {
        for (int i = 1; i <= 60; i++) {
            add(i, Window.DAY, i, -1.0 * i);
        }
        ShadowComparison.Outcome outcome = comparison.compare().orElseThrow();
        assertThat(outcome.spearman()).isEqualTo(-1, within(1e-9));
        assertThat(outcome.sharedOfFirst10()).isZero();
        assertThat(outcome.sharedOfFirst50()).isEqualTo(40);
    }

    @Test
    void leavesOutWhatIsNotOfTheDayOrNotOnTrial() {
        add(1, Window.WEEK, 1, 2.0);
        add(2, Window.DAY, 1, null);
        assertThat(comparison.compare()).isEmpty();
    }

    private void add(int number, Window window, double score, @Nullable Double trial) {
        Map<Window, WindowScore> windows = Map.of(window, new WindowScore(score, score, true));
        PaperSummary paper =
                SamplePaper.of(SamplePaper.id("2605", number), AT)
                        .title("On what trends")
                        .summary();
        scores.add(
                new Score(
                        paper,
                        score,
                        windows,
                        List.of(),
                        AT,
                        "1",
                        trial == null ? null : new ShadowScore("2", trial, windows)));
    }
}
