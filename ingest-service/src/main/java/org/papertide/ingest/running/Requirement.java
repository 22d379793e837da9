package org.papertide.ingest.running;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Something that the service needs and does not have at boot: it is prepared as soon as it is
 * there, watched from then on, and prepared again after it was away.
 */
public final class Requirement implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Requirement.class);
    private static final Duration WHILE_MISSING = Duration.ofMillis(500);
    private static final Duration WHILE_PRESENT = Duration.ofSeconds(3);

    /** A check that takes longer is no answer. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    /** Deeper chains of causes are circles. */
    private static final int MAX_CAUSES = 20;

    /** How it stands. */
    public sealed interface State {

        /** Not there, or not ready for use. */
        record Missing(String reason) implements State {}

        /** There and prepared. */
        record Present() implements State {}
    }

    /** Something that may fail for now. */
    @FunctionalInterface
    public interface Attempt {

        /**
         * Tries it.
         *
         * @throws Exception whatever the reason; its message is shown to operators
         */
        void run() throws Exception;
    }

    private final String name;
    private final Attempt prepare;
    private final Attempt check;
    private final CountDownLatch prepared = new CountDownLatch(1);
    private final Loop loop;
    private final LongSupplier nanoTime;
    private volatile State state = new State.Missing("not asked yet");
    private volatile long answeredAt;

    /**
     * Begins to ask at once.
     *
     * @param prepare makes it ready for use; must be repeatable
     * @param check whether it is still there
     */
    public Requirement(String name, Attempt prepare, Attempt check) {
        this(name, prepare, check, System::nanoTime);
    }

    Requirement(String name, Attempt prepare, Attempt check, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.name = name;
        this.prepare = prepare;
        this.check = check;
        this.loop = new Loop("requirement " + name, this::ask);
    }

    public String name() {
        return name;
    }

    /** How it stands; one that keeps its connections and answers nobody is missing, too. */
    public State state() {
        Duration silent = Duration.ofNanos(nanoTime.getAsLong() - answeredAt);
        return state instanceof State.Present && silent.compareTo(LONGEST_SILENCE) > 0
                ? new State.Missing("no answer for " + silent.toSeconds() + " s")
                : state;
    }

    public boolean isPresent() {
        return state() instanceof State.Present;
    }

    /** Waits until it has been prepared for the first time. */
    public void awaitPrepared() throws InterruptedException {
        prepared.await();
    }

    @Override
    public void close() {
        // Nothing is lost with a question.
        loop.interrupt();
    }

    // Whatever is wrong is what operators are told; nothing may end the asking but closing.
    private Duration ask() throws InterruptedException {
        try {
            if (state instanceof State.Present) {
                check.run();
                answeredAt = nanoTime.getAsLong();
            } else {
                prepare.run();
                LOG.infof("%s is there and prepared", name);
                answeredAt = nanoTime.getAsLong();
                state = new State.Present();
                prepared.countDown();
            }
            return WHILE_PRESENT;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            String reason = reason(e);
            if (!state.equals(new State.Missing(reason))) {
                LOG.warnf("%s is missing: %s", name, reason);
            }
            state = new State.Missing(reason);
            return WHILE_MISSING;
        }
    }

    /** The innermost message: the outer ones only say that something failed. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < MAX_CAUSES; depth++) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message;
        return text.lines().findFirst().orElse(text).strip();
    }
}
