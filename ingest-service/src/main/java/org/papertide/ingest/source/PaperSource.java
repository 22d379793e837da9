package org.papertide.ingest.source;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A remote source that is polled. Beans of this type are found by type. */
public interface PaperSource {

    /** Its name: the key of its status. */
    String name();

    /** Whether it is switched on. */
    boolean enabled();

    /** Names the lease to hold while fetching: sources on one host share one. */
    String host();

    /**
     * Fetches what is new since a position: one answer, or one page of it.
     *
     * @param position as of the last {@link FetchResult.Fetched}; null at the first run
     * @throws InterruptedException when polling ends
     */
    FetchResult fetch(@Nullable String position) throws InterruptedException;

    /**
     * When to run next, given how the run came out.
     *
     * @param status as it will be written down, but for the next run
     */
    Instant nextRun(SourceStatus status, FetchResult result, Instant now);

    /** How long its host wants to be left alone after a run's last request. */
    Duration spacing();

    /** After how long without anything new the source counts as stale; longer than its pauses. */
    Duration staleAfter();
}
