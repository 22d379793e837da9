package org.papertide.ingest.signal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;

/** One pushed event, checked. */
sealed interface PushedEvent {

    PaperId paper();

    String metric();

    String source();

    /** Makes a repeated event count once; absent only for signals, which repeat harmlessly. */
    @Nullable String eventId();

    /**
     * The paper stands at a value.
     *
     * @param value the count so far, 0 or more
     */
    record Observed(
            PaperId paper,
            String metric,
            String source,
            @Nullable String eventId,
            long value,
            Instant observedAt)
            implements PushedEvent {}

    /**
     * The count rises.
     *
     * @param by 1 or more
     * @param at when it rose
     */
    record Increment(
            PaperId paper, String metric, String source, String eventId, long by, Instant at)
            implements PushedEvent {}
}
