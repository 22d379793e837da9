package org.papertide.ingest.source;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.loop.Backoff;

/** What one fetch of a source came to, and so what polling must do. */
public sealed interface FetchResult {

    /** One minute after the first failure, twice as long after each further one, 6 h at most. */
    Backoff RETRY = Backoff.of(Duration.ofMinutes(1), Duration.ofHours(6));

    /**
     * An answer, or one page of it: write it down.
     *
     * @param items in the source's order
     * @param position where the source goes on from here
     * @param more whether to fetch on at once (another page)
     * @param flaw what is missing or unreadable in the answer; absent if it is complete
     */
    record Fetched(List<Item> items, String position, boolean more, @Nullable String flaw)
            implements FetchResult {
        public Fetched {
            items = List.copyOf(items);
        }
    }

    /** There is nothing today, and the source says so. */
    record Holiday(String position, String reason) implements FetchResult {}

    /**
     * Turned away: wait, longer each time.
     *
     * @param retryAfter how long the source asks to wait; absent if it does not say
     */
    record Refused(@Nullable Duration retryAfter, String reason) implements FetchResult {}

    /**
     * No answer, or an unreadable one: try again later.
     *
     * @param position where the source goes on then; absent for where it was
     */
    record Failed(String reason, @Nullable String position) implements FetchResult {

        /** It asks the same again. */
        public Failed(String reason) {
            this(reason, null);
        }
    }

    /**
     * How long to leave a source alone that did not answer, or turned us away: then never less than
     * it asks for.
     *
     * @param failures how many in a row, from 1
     */
    default Duration pause(int failures) {
        Duration pause = RETRY.pause(failures);
        return this instanceof Refused(Duration asked, String _)
                        && asked != null
                        && asked.compareTo(pause) > 0
                ? asked
                : pause;
    }
}
