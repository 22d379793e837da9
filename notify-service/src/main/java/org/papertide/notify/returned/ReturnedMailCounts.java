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
    private final LongAdder unaddressed = new LongAdder();

    /** How many mails of a kind were taken, each once; of successes, how many reports came. */
    public long count(ReturnedMail.Kind kind) {
        return Objects.requireNonNull(kinds.get(kind)).sum();
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
