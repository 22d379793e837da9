package org.papertide.notify.ledger;

import java.time.Duration;

/** Wakes the workers of this process when there is something to send. */
public final class WorkSignal {

    private long count;

    /** Something is to be sent; call it after the commit. */
    public synchronized void raise() {
        count++;
        notifyAll();
    }

    /** How often it was raised. */
    public synchronized long count() {
        return count;
    }

    /** Waits until it was raised more often than {@code seen}, or until the time is over. */
    public synchronized void await(long seen, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long left = atMost.toMillis();
        while (count == seen && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
    }
}
