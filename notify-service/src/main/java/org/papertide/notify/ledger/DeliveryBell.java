package org.papertide.notify.ledger;

import java.time.Duration;

/** Wakes the workers of this process when there is something to send. */
public final class DeliveryBell {

    private long rings;

    /** Something is to be sent; call it after the commit. */
    public synchronized void ring() {
        rings++;
        notifyAll();
    }

    /** How often it has rung. */
    public synchronized long rings() {
        return rings;
    }

    /** Waits until it has rung more often than heard, or until the time is over. */
    public synchronized void await(long heard, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long left = atMost.toMillis();
        while (rings == heard && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
    }
}
