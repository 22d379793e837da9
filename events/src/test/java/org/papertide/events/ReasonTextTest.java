package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReasonTextTest {

    @Test
    void tellsGainSpanAndExpectation() {
        assertThat(ReasonText.sentence(reason("UPVOTES", 42, 42, 6, 3, 1, null)))
                .isEqualTo("+42 upvotes in 6 h, 3 expected");
    }

    @Test
    void tellsTheReadingWhereItSaysMore() {
        assertThat(ReasonText.sentence(reason("GITHUB_STARS", 12_345, 1_204, 72, 80.4, 1, null)))
                .isEqualTo("+1,204 GitHub stars in 3 days, 80 expected; 12,345 in all");
    }

    @Test
    void countsOneAndHardlyAny() {
        assertThat(ReasonText.sentence(reason("COMMENTS", 1, 1, 0.5, 0.2, 1, null)))
                .isEqualTo("+1 comment in 30 min, hardly any expected");
    }

    @Test
    void saysTheReadingAloneWithoutGain() {
        assertThat(ReasonText.sentence(reason("HN_POINTS", 310, 0, 6, 3, 1, null)))
                .isEqualTo("310 Hacker News points so far");
        assertThat(ReasonText.sentence(reason("CITATIONS", 1, -3, 6, 3, 1, null)))
                .isEqualTo("1 citation so far");
    }

    @Test
    void putsNotesIntoWords() {
        assertThat(ReasonText.sentence(reason("UPVOTES", 900, 900, 2, 3, 1, "CAPPED")))
                .endsWith("3 expected (jump in one place, counted in part)");
        assertThat(ReasonText.sentence(reason("UPVOTES", 90, 90, 2, 3, 1, "UNCONFIRMED")))
                .endsWith("3 expected (no second source confirms it)");
    }

    @Test
    void doubtsNoCountWhereOneSourceAloneIsRead() {
        Reason doubted = reason("UPVOTES", 90, 90, 2, 3, 0.8, "UNCONFIRMED");
        Reason elsewhere = new Reason("GITHUB_STARS", "github", 4, 1, 2, 1, 0.2, null);

        assertThat(ReasonText.sentences(List.of(doubted)))
                .containsExactly("+90 upvotes in 2 h, 3 expected");
        assertThat(ReasonText.sentences(List.of(doubted, elsewhere)))
                .contains("+90 upvotes in 2 h, 3 expected (no second source confirms it)");
    }

    @Test
    void namesWhatALaterVersionBrings() {
        assertThat(ReasonText.sentence(reason("PODCAST_PLAYS", 5, 5, 2, 1, 1, "NEW_NOTE")))
                .isEqualTo("+5 podcast plays in 2 h, 1 expected (new note)");
    }

    @Test
    void explainsAPaperThatRanksByRecency() {
        Reason recency = new Reason(Reason.RECENCY, null, 0, 0, 3, 0, 1, null);

        assertThat(ReasonText.sentence(recency)).isEqualTo("nothing counted yet");
    }

    @Test
    void leavesOutReasonsWithoutWeight() {
        assertThat(
                        ReasonText.sentences(
                                List.of(
                                        reason("UPVOTES", 42, 42, 6, 3, 0.96, null),
                                        reason("COMMENTS", 2, 1, 6, 1, 0.04, null))))
                .containsExactly("+42 upvotes in 6 h, 3 expected");
        assertThat(ReasonText.sentences(List.of())).isEmpty();
    }

    private static Reason reason(
            String metric,
            long reading,
            long gain,
            double hours,
            double expected,
            double share,
            @Nullable String note) {
        return new Reason(metric, "huggingface", reading, gain, hours, expected, share, note);
    }
}
