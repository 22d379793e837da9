package org.papertide.notify.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.MailKind;

/** What this process has sent since it started, and the state of its SMTP server. */
public final class DeliveryCounts {

    /** The receiver of an attempt that no receiver saw. */
    public static final String NOBODY = "none";

    private static final String UNUSED = "not used yet";
    private static final String REACHABLE = "reachable";

    private final Map<Ending, LongAdder> endings = new ConcurrentHashMap<>();
    private final AtomicReference<String> server = new AtomicReference<>(UNUSED);
    private final LongAdder expired = new LongAdder();
    private final LongAdder handOverFaults = new LongAdder();
    private final BiConsumer<MailKind, Duration> delays;

    /** The receiver of all attempts to call webhooks: with their hosts, a meter had no end. */
    public static final String WEBHOOK = "webhook";

    private record Ending(Transition transition, String receiver) {}

    /** Counts, and tells nobody of delays. */
    public DeliveryCounts() {
        this((_, _) -> {});
    }

    /**
     * @param delays told of each mail that a server took: its kind, and for how long it was due
     */
    public DeliveryCounts(BiConsumer<MailKind, Duration> delays) {
        this.delays = delays;
    }

    /**
     * How many attempts ended with this transition, at whatever receiver.
     *
     * @throws IllegalArgumentException if no attempt ends with it
     */
    public long count(Transition ending) {
        requireEnding(ending);
        return endings.entrySet().stream()
                .filter(each -> each.getKey().transition() == ending)
                .mapToLong(each -> each.getValue().sum())
                .sum();
    }

    /**
     * How many attempts ended with this transition at a receiver.
     *
     * @param receiver one that is known by name, all others together, or {@link #NOBODY}
     */
    public long count(Transition ending, String receiver) {
        LongAdder adder = endings.get(new Ending(ending, receiver));
        return adder == null ? 0 : adder.sum();
    }

    /** How many mails were not sent in the time of their edition. */
    public long expired() {
        return expired.sum();
    }

    /** {@code reachable}, {@code not used yet}, or why it was not reached last time. */
    public String server() {
        return server.get();
    }

    /**
     * Counts an attempt.
     *
     * @throws IllegalArgumentException if no attempt ends with it
     */
    void add(Transition ending, String receiver) {
        requireEnding(ending);
        endings.computeIfAbsent(new Ending(ending, receiver), _ -> new LongAdder()).increment();
    }

    void addExpired(long mails) {
        expired.add(mails);
    }

    void accepted(MailKind kind, Duration delay) {
        delays.accept(kind, delay);
    }

    void serverWorks() {
        server.set(REACHABLE);
    }

    /** Whether no connection knew of it. */
    boolean serverFailed(String reason) {
        String before = server.getAndSet(reason);
        return before.equals(REACHABLE) || before.equals(UNUSED);
    }

    private static void requireEnding(Transition ending) {
        if (!Transition.attemptEndings().contains(ending)) {
            throw new IllegalArgumentException("ending: no attempt ends with " + ending);
        }
    }

    void handOverFault() {
        handOverFaults.increment();
    }

    /**
     * How many mails are tried again, for one after the other was refused as handed over wrongly.
     */
    public long handOverFaults() {
        return handOverFaults.sum();
    }
}
