package org.papertide.ranking.topology;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Decides how soon the tasks of a process commit. Results become visible with the commit, so under
 * little load a task commits soon. A commit writes every changed paper; under high load the
 * interval of the settings applies, and a paper is written once for many signals. High load is what
 * a fast machine may still follow, or what this one no longer follows: records that waited. All
 * tasks share one pace, since a commit of one commits all tasks of its thread.
 */
final class CommitPace {

    private static final Duration SOON = Duration.ofMillis(50);

    /** Records in that time. More than 20,000 a second count as high load. */
    private static final int MUCH = 1_000;

    /** Records in that time, of which the oldest is late: more than 1,000 a second. */
    private static final int SOME = 50;

    private static final Duration LATE = Duration.ofSeconds(1);

    private final AtomicInteger done = new AtomicInteger();
    private final LongAccumulator oldest = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private volatile long lookedAt;
    private volatile boolean busy;

    /** The periodic work of a task. */
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
     * Starts to schedule a task's commits.
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

    /**
     * A record was processed.
     *
     * @param millis when it was written
     */
    void done(long millis) {
        done.incrementAndGet();
        oldest.accumulate(millis);
    }

    /** A race of two threads costs at most one commit more or less. */
    private void look(long millis) {
        long elapsed = millis - lookedAt;
        if (elapsed >= SOON.toMillis()) {
            lookedAt = millis;
            long records = done.getAndSet(0) * SOON.toMillis();
            boolean late = oldest.getThenReset() < millis - LATE.toMillis();
            busy = records >= (late ? SOME : MUCH) * elapsed;
        }
    }
}
