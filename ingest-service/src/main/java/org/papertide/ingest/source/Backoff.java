package org.papertide.ingest.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long to leave a source alone that turned us away or did not answer. */
public final class Backoff {

    private static final Duration LONGEST = Duration.ofHours(6);

    private Backoff() {}

    /**
     * One minute after the first failure, twice as long after each further one, 6 h at most; and
     * never less than the source asks for.
     *
     * @param failures how many in a row, from 1
     */
    public static Duration after(int failures, @Nullable Duration asked) {
        Duration own = Duration.ofMinutes(1L << Math.clamp(failures - 1L, 0, 10));
        Duration wait = own.compareTo(LONGEST) > 0 ? LONGEST : own;
        return asked != null && asked.compareTo(wait) > 0 ? asked : wait;
    }

    /** As {@link #after}, for a result that is no answer. */
    public static Duration after(int failures, FetchResult result) {
        return after(
                failures,
                result instanceof FetchResult.Refused(Duration asked, String _) ? asked : null);
    }
}
