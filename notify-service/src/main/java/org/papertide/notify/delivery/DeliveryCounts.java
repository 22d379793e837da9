package org.papertide.notify.delivery;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.papertide.notify.ledger.Transition;

/** What this process has sent since it started, and the state of its SMTP server. */
public final class DeliveryCounts {

    private final Map<Transition, LongAdder> endings =
            Transition.attemptEndings().stream()
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    Function.identity(), _ -> new LongAdder()));
    private final AtomicReference<String> server = new AtomicReference<>("not used yet");

    /**
     * How many attempts ended with this transition.
     *
     * @throws IllegalArgumentException if no attempt ends with it
     */
    public long count(Transition ending) {
        return adder(ending).sum();
    }

    /** {@code reachable}, {@code not used yet}, or why it was not reached last time. */
    public String server() {
        return server.get();
    }

    void add(Transition ending) {
        adder(ending).increment();
    }

    void server(String state) {
        server.set(state);
    }

    private LongAdder adder(Transition ending) {
        LongAdder adder = endings.get(ending);
        if (adder == null) {
            throw new IllegalArgumentException("ending: no attempt ends with " + ending);
        }
        return adder;
    }
}
