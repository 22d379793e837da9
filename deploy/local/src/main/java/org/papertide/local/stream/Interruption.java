package org.papertide.local.stream;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM while a command works: they ask it to end, and wait until what it has in hand
 * is written. A command looks at {@link #requested} between two records.
 */
public final class Interruption implements AutoCloseable {

    /** Who does not end within this time is ended: the system is asked twice by nobody. */
    private static final int WAIT_SECONDS = 20;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    private Interruption() {
        hook = Thread.ofPlatform().name("interruption").unstarted(this::stop);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Of this process. */
    public static Interruption ofProcess() {
        return new Interruption();
    }

    /** Asks the command to end. */
    void request() {
        requested = true;
    }

    /** Whether the command has to end. */
    boolean requested() {
        return requested;
    }

    private void stop() {
        request();
        try {
            done.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended. */
    @Override
    public void close() {
        done.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // The process ends at this moment.
            }
        }
    }
}
