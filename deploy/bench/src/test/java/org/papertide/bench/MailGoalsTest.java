package org.papertide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MailGoalsTest {

    private static final int MANY = MailGoals.LEAST_SUBSCRIPTIONS;
    private static final long MEMORY = 400_000_000;

    private static List<String> missed(
            int subscriptions, int interests, double planning, double sending, long bytes) {
        return MailGoals.judge(
                        subscriptions,
                        interests,
                        0,
                        planning,
                        OptionalDouble.of(sending),
                        OptionalLong.of(bytes))
                .missed();
    }

    @Test
    void missesNothingAtTheGoals() {
        assertThat(missed(MANY, 1, 0.08, 0.45, MEMORY - 1)).isEmpty();
        assertThat(missed(MANY, 1_000, 0.08, 0.225, MEMORY - 1)).isEmpty();
    }

    @Test
    void namesEachGoalThatIsMissed() {
        assertThat(missed(MANY, 1, 0.079, 0.45, MEMORY - 1))
                .containsExactly("planning: 0.079, wanted 0.080");
        assertThat(missed(MANY, 1, 0.08, 0.449, MEMORY - 1))
                .containsExactly("sending: 0.449, wanted 0.450");
        assertThat(missed(MANY, 2, 0.08, 0.224, MEMORY - 1))
                .containsExactly("sending: 0.224, wanted 0.225");
        assertThat(missed(MANY, 1, 0.08, 0.45, MEMORY))
                .containsExactly("memory in MB: 400, wanted less than 400");
        assertThat(missed(MANY, 1, Double.NaN, 0.1, MEMORY)).hasSize(3);
    }

    @Test
    void halfIsEnoughOverADistanceAndNothingIsJudgedBeyondIt() {
        assertThat(missedAfter(20, 0.225)).isEmpty();
        assertThat(missedAfter(20, 0.224)).containsExactly("sending: 0.224, wanted 0.225");
        assertThat(missedAfter(1, 0.224)).hasSize(1);
        assertThat(missedAfter(21, 0.1)).isEmpty();
    }

    private static List<String> missedAfter(int delay, double sending) {
        return MailGoals.judge(
                        MANY,
                        1,
                        delay,
                        0.08,
                        OptionalDouble.of(sending),
                        OptionalLong.of(MEMORY - 1))
                .missed();
    }

    /** What an edition takes at its begin is most of a small one. */
    @Test
    void judgesOnlyTheMemoryOfASmallEdition() {
        assertThat(missed(MANY - 1, 1, 0.01, 0.1, MEMORY - 1)).isEmpty();
        assertThat(missed(MANY - 1, 1, 0.01, 0.1, MEMORY)).hasSize(1);
    }

    @Test
    void judgesNoRatioThatThereIsNot() {
        assertThat(
                        MailGoals.judge(
                                        MANY,
                                        1,
                                        0,
                                        0.08,
                                        OptionalDouble.empty(),
                                        OptionalLong.of(MEMORY - 1))
                                .missed())
                .isEmpty();
        assertThat(
                        MailGoals.judge(
                                        MANY,
                                        1,
                                        0,
                                        0.08,
                                        OptionalDouble.empty(),
                                        OptionalLong.empty())
                                .missed())
                .containsExactly("memory: not known");
    }

    @Test
    void endsWithOneAndTheWordsWhereAGoalIsMissed() {
        Table table = new Table("mail", Instant.EPOCH);
        Goals goals = new Goals();
        assertThat(goals.conclude(table)).isZero();
        goals.atLeast("sending", 0.3, 0.45);
        assertThat(goals.conclude(table)).isOne();
        assertThat(table.toString()).containsPattern("missed +sending: 0.300, wanted 0.450");
    }
}
