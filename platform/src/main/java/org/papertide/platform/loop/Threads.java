package org.papertide.platform.loop;

import java.time.Duration;
import java.util.Collection;

/** Waits for threads. */
public final class Threads {

    private Threads() {}

    /**
     * Waits until all of these threads have ended, at most for the given time in all.
     *
     * @return whether they have
     */
    public static boolean haveEnded(Collection<Thread> threads, Duration within)
            throws InterruptedException {
        long begun = System.nanoTime();
        boolean ended = true;
        for (Thread thread : threads) {
            ended &= thread.join(within.minusNanos(System.nanoTime() - begun));
        }
        return ended;
    }
}
