package org.papertide.ranking.topology;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Lets the tasks of a process commit soon after they did something, as long as that is little. What
 * is done becomes visible when it is committed; but a commit writes every paper that was touched,
 * so when there is much to do fewer commits write a paper once for many readings. Then the interval
 * of the settings holds. One for all tasks: the commit of one is a commit of all of its thread.
 */
final class CommitPace {

    private static final Duration SOON = Duration.ofMillis(50);

    /** Records in that time: more than 20,000 a second are much. */
    private static final int MUCH = 1_000;

    private final AtomicInteger done = new AtomicInteger();
    private volatile long lookedAt;
    private volatile boolean busy;

    /** What a task does from time to time. */
    interface Work {

        /**
         * Does it.
         *
         * @param millis the machine's clock
         * @param busy whether there is much else to do
         * @return whether something was done that is to become visible
         */
        boolean at(long millis, boolean busy);
    }

    /**
     * Starts to look after a task's commits.
     *
     * @param work run each time before a commit is asked for
     */
    void lookAfter(ProcessorContext<?, ?> context, Work work) {
        context.schedule(
                SOON,
                PunctuationType.WALL_CLOCK_TIME,
                millis -> {
                    look(millis);
                    boolean visible = work.at(millis, busy);
                    if (visible && !busy) {
                        context.commit();
                    }
                });
    }

    /** A record was processed. */
    void done() {
        done.incrementAndGet();
    }

    /** A race of two threads here costs a commit more or less, and no more than that. */
    private void look(long millis) {
        long elapsed = millis - lookedAt;
        if (elapsed >= SOON.toMillis()) {
            lookedAt = millis;
            busy = done.getAndSet(0) * SOON.toMillis() >= MUCH * elapsed;
        }
    }
}
