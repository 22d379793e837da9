package org.papertide.notify.running;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Runs a step again and again on a virtual thread of its own until closed. A step that fails is
 * logged once per kind of failure in a row, and tried again after the pause.
 */
public final class Repeating implements AutoCloseable {

    /** One step; may be interrupted. */
    @FunctionalInterface
    public interface Step {
        void run() throws InterruptedException;
    }

    private static final Logger LOG = Logger.getLogger(Repeating.class);

    private final String name;
    private final Duration pause;
    private final Step step;
    private final Thread thread;
    private volatile boolean closed;
    private String lastFailure = "";

    private Repeating(String name, Duration pause, Step step) {
        this.name = name;
        this.pause = pause;
        this.step = step;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    /**
     * Starts it.
     *
     * @param pause between two runs
     */
    public static Repeating start(String name, Duration pause, Step step) {
        Repeating repeating = new Repeating(name, pause, step);
        repeating.thread.start();
        return repeating;
    }

    private void loop() {
        try {
            while (!closed) {
                attempt();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            // Closed: that is how a pause ends early.
            Thread.currentThread().interrupt();
        }
    }

    private void attempt() throws InterruptedException {
        try {
            step.run();
            if (!lastFailure.isEmpty()) {
                LOG.infof("%s: works again", name);
                lastFailure = "";
            }
        } catch (RuntimeException e) {
            if (closed) {
                return;
            }
            String failure = e.getClass().getName();
            if (failure.equals(lastFailure)) {
                LOG.debugf(e, "%s: still fails", name);
            } else if (e instanceof DatabaseUnavailableException) {
                LOG.warnf("%s: waits for the database", name);
            } else {
                LOG.errorf(e, "%s: failed, is tried again", name);
            }
            lastFailure = failure;
        }
    }

    /** Ends after the run under way; waits for it up to ten seconds. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            boolean _ = thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
