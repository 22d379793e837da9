package org.papertide.notify.returned;

import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.papertide.bounce.ReturnedMail;

/** What has come back to this process since it started. */
@Singleton
public final class ReturnedMailCounts {

    private final Map<ReturnedMail.Kind, LongAdder> kinds =
            Arrays.stream(ReturnedMail.Kind.values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    Function.identity(), _ -> new LongAdder()));
    private final Map<Fault, LongAdder> faults =
            Arrays.stream(Fault.values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    Function.identity(), _ -> new LongAdder()));
    private final LongAdder unaddressed = new LongAdder();

    /** What a receiver finds fault with, if not with the address. */
    public enum Fault {
        /** Us, by policy or reputation. */
        POLICY,
        /** The message: its size, its form. */
        MESSAGE
    }

    /** How many mails of a kind were taken, each once; of successes, how many reports came. */
    public long count(ReturnedMail.Kind kind) {
        return Objects.requireNonNull(kinds.get(kind)).sum();
    }

    /** How many mails came back for which no address is to blame, each once. */
    public long count(Fault fault) {
        return Objects.requireNonNull(faults.get(fault)).sum();
    }

    void add(Fault fault) {
        Objects.requireNonNull(faults.get(fault)).increment();
    }

    /** How many were about no mail of ours. */
    public long unaddressed() {
        return unaddressed.sum();
    }

    void add(ReturnedMail.Kind kind) {
        Objects.requireNonNull(kinds.get(kind)).increment();
    }

    void addUnaddressed() {
        unaddressed.increment();
    }
}
