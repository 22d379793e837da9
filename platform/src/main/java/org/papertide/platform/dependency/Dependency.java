package org.papertide.platform.dependency;

import io.quarkus.runtime.util.ExceptionUtil;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.papertide.platform.loop.LogOnce;
import org.papertide.platform.loop.Loop;

/**
 * A server that the service needs, and that may be absent at boot. It is prepared as soon as it
 * answers and watched from then on. After an absence it is prepared again.
 */
public final class Dependency implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Dependency.class);
    private static final Duration WHILE_MISSING = Duration.ofMillis(500);

    /** At the start it is asked more often, since the service is not ready until then. */
    private static final Duration WHILE_STARTING = Duration.ofMillis(20);

    private static final Duration WHILE_PRESENT = Duration.ofSeconds(3);

    /** A check that takes longer is no answer. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    /** Servers that start with the service may take so long; until then nothing is wrong. */
    private static final Duration STARTING = Duration.ofSeconds(30);

    /** Whether it can be used. */
    public sealed interface State {

        /** Not there, or not prepared. */
        record Missing(String reason) implements State {}

        /** There and prepared. */
        record Present() implements State {}
    }

    /** An action that fails while the server is away. */
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
    private volatile boolean prepared;
    private final LongSupplier nanoTime;
    private final Duration whilePresent;
    private volatile State state = new State.Missing("not asked yet");
    private volatile long answeredAt;
    private final long begunAt;
    private final LogOnce log = new LogOnce();
    private final Loop loop;

    /**
     * Begins to ask at once.
     *
     * @param prepare makes it ready for use; must be repeatable
     * @param check whether it is still there
     */
    public Dependency(String name, Attempt prepare, Attempt check) {
        this(name, prepare, check, System::nanoTime, WHILE_PRESENT);
    }

    Dependency(
            String name,
            Attempt prepare,
            Attempt check,
            LongSupplier nanoTime,
            Duration whilePresent) {
        this.name = name;
        this.prepare = prepare;
        this.check = check;
        this.nanoTime = nanoTime;
        this.whilePresent = whilePresent;
        this.begunAt = nanoTime.getAsLong();
        this.loop = new Loop("dependency " + name, this::ask);
    }

    public String name() {
        return name;
    }

    /** Its state; one that keeps its connections and answers nobody for 15 s is missing, too. */
    public State state() {
        State current = state;
        Duration silence = Duration.ofNanos(nanoTime.getAsLong() - answeredAt);
        return current instanceof State.Present && silence.compareTo(LONGEST_SILENCE) > 0
                ? new State.Missing("no answer for " + silence.toSeconds() + " s")
                : current;
    }

    public boolean isPresent() {
        return state() instanceof State.Present;
    }

    /** Whether it has been prepared since the service started, even if it is away now. */
    public boolean wasPrepared() {
        return prepared;
    }

    /**
     * A turn of a loop that runs only while this is present; otherwise the loop looks again after
     * half a second, and at the start sooner. A loop that waited within its turn would end late.
     */
    public Loop.Turn whenPresent(Loop.Turn turn) {
        return () -> isPresent() ? turn.run() : isStarting() ? WHILE_STARTING : WHILE_MISSING;
    }

    /**
     * Prepares it again although it answers, because what was prepared has been lost. It is missing
     * until then.
     */
    public void prepareAgain(String reason) {
        becomeMissing(reason);
        loop.wake();
    }

    @Override
    public void close() {
        // A question that is interrupted loses nothing.
        loop.interrupt();
    }

    // Operators see whatever is wrong; only closing may end the asking.
    private Duration ask() throws InterruptedException {
        try {
            if (state instanceof State.Present) {
                check.run();
                answeredAt = nanoTime.getAsLong();
            } else {
                prepare.run();
                becomePresent();
            }
            return whilePresent;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            becomeMissing(reason(e));
            return WHILE_MISSING;
        }
    }

    private synchronized void becomePresent() {
        LOG.infof("A dependency is there and prepared. dependency=%s", name);
        var _ = log.isRecovery();
        answeredAt = nanoTime.getAsLong();
        state = new State.Present();
        prepared = true;
    }

    private synchronized void becomeMissing(String reason) {
        Logger.Level level = isStarting() ? Logger.Level.INFO : Logger.Level.WARN;
        if (log.isNew(level + reason)) {
            LOG.logf(level, "A dependency is missing. dependency=%s error=\"%s\"", name, reason);
        }
        state = new State.Missing(reason);
    }

    private boolean isStarting() {
        return !wasPrepared() && nanoTime.getAsLong() - begunAt < STARTING.toNanos();
    }

    /** The innermost message, which names the cause. */
    private static String reason(Exception failure) {
        Throwable cause = ExceptionUtil.getRootCause(failure);
        String message = cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message;
        return text.lines().findFirst().orElse(text).strip();
    }
}
