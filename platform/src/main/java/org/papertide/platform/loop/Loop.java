package org.papertide.platform.loop;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs a turn of work again and again on a virtual thread of its own, until closed. A turn that
 * fails is retried after a growing pause, and logged once per cause.
 */
public final class Loop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Loop.class);

    private static final Backoff RETRY = Backoff.of(Duration.ofMillis(500), Duration.ofSeconds(10));

    /**
     * How long closing waits for the turns to end; after it interrupts them it waits as long again.
     */
    private static final Duration CLOSING = Duration.ofSeconds(8);

    /** What a turn returns after which the loop ends. */
    public static final Duration LAST = ChronoUnit.FOREVER.getDuration();

    /** One turn. */
    @FunctionalInterface
    public interface Turn {

        /**
         * Does the work that there is.
         *
         * @return how long to wait before the next turn unless woken; zero: at once; {@link
         *     Loop#LAST}: there is no next turn
         * @throws InterruptedException when the loop is closed
         */
        Duration run() throws InterruptedException;
    }

    private final String name;
    private final Backoff retry;
    private final Turn turn;
    private final Semaphore wakeups = new Semaphore(0);
    private final LogOnce log = new LogOnce();
    private final Thread thread;
    private volatile boolean closed;
    private int failures;

    /** Begins with the first turn at once; retries after half a second, later up to ten. */
    public Loop(String name, Turn turn) {
        this(name, RETRY, turn);
    }

    /** Begins with the first turn at once. */
    public Loop(String name, Backoff retry, Turn turn) {
        this(name, retry, turn, true);
    }

    private Loop(String name, Backoff retry, Turn turn, boolean begins) {
        this.name = name;
        this.retry = retry;
        this.turn = turn;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
        if (begins) {
            thread.start();
        }
    }

    /**
     * A loop that begins when it is started: for a turn that uses the object which holds the loop,
     * and wakes it.
     */
    public static Loop unstarted(String name, Turn turn) {
        return new Loop(name, RETRY, turn, false);
    }

    /** Begins with the first turn, once. */
    public void start() {
        thread.start();
    }

    /** A loop with the same pause after every turn. */
    public static Loop every(Duration pause, String name, Runnable work) {
        return new Loop(
                name,
                () -> {
                    work.run();
                    return pause;
                });
    }

    /** Ends the current wait, or the one to come. */
    public void wake() {
        if (wakeups.availablePermits() == 0) {
            wakeups.release();
        }
    }

    /** Waits 8 s for the turn under way to end, then interrupts it. */
    @Override
    public void close() {
        closeAll(List.of(this));
    }

    /**
     * Closes several side by side: waits 8 s for their turns under way to end, all of them
     * together, then interrupts those that have not. One after the other they would take longer
     * than the time that a service has to end.
     */
    public static void closeAll(Collection<Loop> loops) {
        for (Loop loop : loops) {
            loop.closed = true;
            loop.wake();
        }
        try {
            if (!haveEnded(loops)) {
                loops.forEach(loop -> loop.thread.interrupt());
                var _ = haveEnded(loops);
            }
        } catch (InterruptedException _) {
            loops.forEach(loop -> loop.thread.interrupt());
            Thread.currentThread().interrupt();
        }
    }

    private static boolean haveEnded(Collection<Loop> loops) throws InterruptedException {
        return Threads.haveEnded(
                loops.stream()
                        .map(loop -> loop.thread)
                        .filter(thread -> thread.getState() != Thread.State.NEW)
                        .toList(),
                CLOSING);
    }

    /** Interrupts the turn under way, and does not wait for it. */
    public void interrupt() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        try {
            while (!closed) {
                Duration pause = attempt();
                if (pause.equals(LAST)) {
                    return;
                }
                await(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration attempt() throws InterruptedException {
        try {
            Duration pause = turn.run();
            failures = 0;
            if (log.isRecovery()) {
                LOG.infof("A loop works again. loop=\"%s\"", name);
            }
            return pause;
        } catch (RuntimeException | Error e) {
            // An error too: a loop that ended of itself would be missed by nobody. What the process
            // cannot go on after, memory that is spent, ends the process.
            failures++;
            if (!closed) {
                logOnce(e);
            }
            return retry.pause(failures);
        }
    }

    private void await(Duration pause) throws InterruptedException {
        if (pause.isPositive() && wakeups.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            wakeups.drainPermits();
        }
    }

    private void logOnce(Throwable e) {
        if (!log.isNew(String.valueOf(e))) {
            LOG.debugf(e, "A loop still fails. loop=\"%s\" attempt=%d", name, failures);
        } else if (e instanceof UnavailableException) {
            LOG.warnf("A loop waits. loop=\"%s\" error=\"%s\"", name, e.getMessage());
        } else {
            LOG.warnf(e, "A loop failed and is retried. loop=\"%s\"", name);
        }
    }
}
