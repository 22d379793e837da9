package org.papertide.notify.delivery;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What this process has sent since it started, and how it stands with the SMTP server. */
public final class DeliveryCounts {

    /** How an attempt ended. */
    public enum Ending {
        ACCEPTED,
        DEFERRED,
        REJECTED,
        UNCERTAIN
    }

    private final Map<Ending, LongAdder> endings = new EnumMap<>(Ending.class);
    private final AtomicReference<String> server = new AtomicReference<>("not used yet");

    public DeliveryCounts() {
        for (Ending ending : Ending.values()) {
            endings.put(ending, new LongAdder());
        }
    }

    /** How many attempts have ended so. */
    public long count(Ending ending) {
        return adder(ending).sum();
    }

    /** {@code reachable}, {@code not used yet}, or why it was not reached last time. */
    public String server() {
        return server.get();
    }

    void add(Ending ending) {
        adder(ending).increment();
    }

    void server(String state) {
        server.set(state);
    }

    private LongAdder adder(Ending ending) {
        LongAdder adder = endings.get(ending);
        if (adder == null) {
            throw new IllegalStateException("every ending has its counter");
        }
        return adder;
    }
}
