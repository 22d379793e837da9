package org.papertide.ranking.topology;

import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for a commit soon after something was done, as long as that is little. What is done becomes
 * visible when it is committed; but a commit writes every paper that was touched, so when there is
 * much to do fewer commits write a paper once for many readings. Then the interval of the settings
 * holds.
 */
final class CommitPace {

    private static final Duration SOON = Duration.ofMillis(50);

    /** Records in that time, of one partition: more than 10,000 a second are much. */
    private static final int LITTLE = 500;

    private final ProcessorContext<?, ?> context;
    private int done;

    private CommitPace(ProcessorContext<?, ?> context) {
        this.context = context;
    }

    /**
     * Starts to look after a task's commits.
     *
     * @param before run each time before it may ask for one
     */
    static CommitPace of(ProcessorContext<?, ?> context, Work before) {
        CommitPace pace = new CommitPace(context);
        context.schedule(
                SOON,
                PunctuationType.WALL_CLOCK_TIME,
                millis -> {
                    before.at(millis, pace.isMuch());
                    pace.look();
                });
        return pace;
    }

    /** What a task does from time to time. */
    interface Work {

        /**
         * Does it.
         *
         * @param millis the machine's clock
         * @param busy whether the task has much else to do
         */
        void at(long millis, boolean busy);
    }

    /** A record was processed, or something was sent. */
    void done() {
        done++;
    }

    private boolean isMuch() {
        return done >= LITTLE;
    }

    private void look() {
        if (done > 0 && !isMuch()) {
            context.commit();
        }
        done = 0;
    }
}
