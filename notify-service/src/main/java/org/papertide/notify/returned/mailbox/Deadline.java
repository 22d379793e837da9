package org.papertide.notify.returned.mailbox;

import jakarta.mail.MessagingException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.loop.Loop;

/**
 * Ends steps that take too long: a server that says a byte now and then is never silent. By an
 * interrupt, which on a virtual thread closes the socket that it waits for.
 */
final class Deadline implements AutoCloseable {

    /** How often a step is looked at while it may last. */
    private static final int LOOKS = 10;

    /** A step, at whose end the connection is as before, or lost. */
    @FunctionalInterface
    interface Step<T extends @Nullable Object, E extends Exception> {
        T run() throws MessagingException, E;
    }

    private final Duration most;
    private final Loop looking;
    private @Nullable Thread worker;
    private long due;
    private volatile boolean rang;

    /**
     * @param most how long a step may take
     */
    Deadline(Duration most) {
        this.most = most;
        this.looking =
                Loop.every(most.dividedBy(LOOKS), "returned mail by IMAP: deadlines", this::look);
    }

    /**
     * Does a step.
     *
     * @throws MessagingException if it took too long, or as the step does
     */
    <T extends @Nullable Object, E extends Exception> T run(Step<T, E> step)
            throws MessagingException, E {
        return run(Duration.ZERO, step);
    }

    /** The same, of a step that may take so much longer. */
    <T extends @Nullable Object, E extends Exception> T run(Duration longer, Step<T, E> step)
            throws MessagingException, E {
        begin(most.plus(longer));
        T result;
        try {
            result = step.run();
        } finally {
            end();
        }
        if (rang) {
            throw new MessagingException("the server took longer than " + most);
        }
        return result;
    }

    private synchronized void begin(Duration time) {
        worker = Thread.currentThread();
        due = System.nanoTime() + time.toNanos();
        rang = false;
    }

    private synchronized void end() {
        worker = null;
        if (rang) {
            // Not of the loop: of this step alone.
            boolean _ = Thread.interrupted();
        }
    }

    private synchronized void look() {
        if (worker != null && !rang && System.nanoTime() - due > 0) {
            rang = true;
            worker.interrupt();
        }
    }

    @Override
    public void close() {
        looking.close();
    }
}
