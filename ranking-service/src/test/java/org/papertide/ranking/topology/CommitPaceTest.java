package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private final MockProcessorContext<String, String> context = new MockProcessorContext<>();
    private final CommitPace pace = new CommitPace();
    private final List<Boolean> busy = new ArrayList<>();
    private boolean visible = true;
    private long millis = 1_000_000;

    @BeforeEach
    void start() {
        pace.lookAfter(
                context,
                (_, isBusy) -> {
                    busy.add(isBusy);
                    return visible;
                });
        look(0);
    }

    /** 50 ms in which so many records were processed. */
    private boolean look(int records) {
        return look(records, 0);
    }

    /** The same, with records that were written so many milliseconds before they are processed. */
    private boolean look(int records, long age) {
        for (int i = 0; i < records; i++) {
            pace.done(millis + 50 - age);
        }
        millis += 50;
        context.resetCommit();
        for (CapturedPunctuator punctuator : context.scheduledPunctuators()) {
            assertThat(punctuator.getInterval()).hasMillis(50);
            punctuator.getPunctuator().punctuate(millis);
        }
        return context.committed();
    }

    @Test
    void commitsSoonAfterLittleWasDone() {
        assertThat(look(1)).isTrue();
        assertThat(look(999)).isTrue();
        assertThat(busy).containsOnly(false);
    }

    @Test
    void leavesCommitsToTheIntervalWhenMuchIsDone() {
        assertThat(look(1_000)).isFalse();
        assertThat(busy.getLast()).isTrue();
    }

    @Test
    void commitsSoonAgainOnceTheRushIsOver() {
        look(5_000);
        assertThat(look(10)).isTrue();
    }

    @Test
    void leavesCommitsToTheIntervalWhenRecordsHaveWaited() {
        assertThat(look(50, 1_000)).isTrue();
        assertThat(look(50, 1_001)).isFalse();
        assertThat(look(49, 60_000)).isTrue();
        assertThat(look(50)).isTrue();
    }

    @Test
    void commitsNothingThatNobodySees() {
        visible = false;
        assertThat(look(1)).isFalse();
    }

    @Test
    void countsByTheTimeThatHasPassed() {
        millis += 950;
        assertThat(look(10_000)).isTrue();
        millis += 950;
        assertThat(look(20_000)).isFalse();
    }
}
