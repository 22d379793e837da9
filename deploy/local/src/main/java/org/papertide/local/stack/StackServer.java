package org.papertide.local.stack;

import java.util.Map;

/** A server of the local stack. It can be started again after a stop, on the same port and data. */
public interface StackServer extends AutoCloseable {

    /** What people call it: {@code kafka}, {@code postgres} or {@code mail}. */
    String name();

    /**
     * Starts it and returns when it can be used; does nothing when it runs.
     *
     * @throws ServerFailedException if it does not come up
     */
    void start();

    /** Stops it in order and returns when its port is free; does nothing when it does not run. */
    void stop();

    /** Pauses it: it keeps its connections and answers nobody. */
    default void pause() {
        throw new UnsupportedOperationException(name() + " cannot be paused from within");
    }

    /** Resumes it after a pause. */
    default void resume() {
        throw new UnsupportedOperationException(name() + " cannot be paused from within");
    }

    /** Stops it for good. */
    @Override
    default void close() {
        stop();
    }

    /**
     * The facts that tests need while it runs, such as {@code kafka.bootstrap}, {@code
     * postgres.url} (with {@code %s} for the database), {@code mail.smtp}.
     */
    Map<String, String> facts();
}
