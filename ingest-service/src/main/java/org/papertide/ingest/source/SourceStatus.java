package org.papertide.ingest.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a source stood after its last run; kept over restarts.
 *
 * @param source its name
 * @param state how it stands
 * @param position where it goes on; the source's own text (JSON), opaque to all others
 * @param lastRun when it last ran
 * @param lastSuccess when it last gave a complete answer
 * @param lastNew when it last had something new
 * @param nextRun not before when it runs again
 * @param failures runs in a row without a complete answer
 * @param message what there is to say about it, for operators; without credentials
 */
public record SourceStatus(
        String source,
        SourceState state,
        @Nullable String position,
        @Nullable Instant lastRun,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastNew,
        @Nullable Instant nextRun,
        int failures,
        @Nullable String message) {

    /** A source that never ran. */
    public static SourceStatus unknown(String source) {
        return new SourceStatus(
                source, SourceState.QUIET, null, null, null, null, null, 0, "never ran");
    }
}
