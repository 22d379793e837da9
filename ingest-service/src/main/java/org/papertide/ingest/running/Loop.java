package org.papertide.ingest.running;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does something again and again on a virtual thread of its own, until closed. A turn that fails is
 * logged once per cause and tried again, later each time.
 */
public final class Loop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);
    private static final Duration END = Duration.ofSeconds(8);

    /** One turn. */
    @FunctionalInterface
    public interface Turn {

        /**
         * Does what there is to do.
         *
         * @return how long to wait before the next turn unless woken; zero: at once
         * @throws InterruptedException when the loop is closed
         */
        Duration take() throws InterruptedException;
    }

    private final String name;
    private final Turn turn;
    private final Semaphore wakings = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /** Begins with the first turn at once. */
    public Loop(String name, Turn turn) {
        this.name = name;
        this.turn = turn;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** Ends the current wait, or the one to come. */
    public void wake() {
        if (wakings.availablePermits() == 0) {
            wakings.release();
        }
    }

    /** Lets the turn under way come to its end, for a while, then interrupts it. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            if (!thread.join(END)) {
                thread.interrupt();
                thread.join(END);
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts the turn under way. */
    void interrupt() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        Duration retry = FIRST_RETRY;
        @Nullable String said = null;
        try {
            while (!closed) {
                Duration pause;
                try {
                    pause = turn.take();
                    retry = FIRST_RETRY;
                    said = null;
                } catch (RuntimeException e) {
                    said = say(e, said);
                    pause = retry;
                    Duration next = retry.multipliedBy(2);
                    retry = next.compareTo(LAST_RETRY) < 0 ? next : LAST_RETRY;
                }
                await(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Duration pause) throws InterruptedException {
        if (pause.isPositive() && wakings.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            wakings.drainPermits();
        }
    }

    private String say(RuntimeException e, @Nullable String said) {
        String cause = String.valueOf(e);
        if (!cause.equals(said)) {
            if (e instanceof DatabaseUnavailableException) {
                LOG.warnf("%s waits: %s", name, e.getMessage());
            } else {
                LOG.warnf(e, "%s failed and is tried again", name);
            }
        }
        return cause;
    }
}
