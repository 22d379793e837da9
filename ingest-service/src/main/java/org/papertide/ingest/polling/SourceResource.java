package org.papertide.ingest.polling;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;

/** {@code GET /api/v1/sources}. */
@Path("/api/v1/sources")
public class SourceResource {

    private final Polling polling;

    SourceResource(Polling polling) {
        this.polling = polling;
    }

    /**
     * A source as operators see it.
     *
     * @param state see {@link SourceState}
     * @param position where it goes on, in its own terms
     * @param failures runs in a row without an answer
     * @param counts all that it ever gave
     */
    public record View(
            String name,
            SourceState state,
            @Nullable Instant lastRun,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastNew,
            @Nullable Instant nextRun,
            @Nullable String position,
            int failures,
            @Nullable String message,
            IngestCounts counts) {

        static View of(SourceLog.Entry entry) {
            SourceStatus status = entry.status();
            return new View(
                    status.source(),
                    status.state(),
                    status.lastRun(),
                    status.lastSuccess(),
                    status.lastNew(),
                    status.nextRun(),
                    status.position(),
                    status.failures(),
                    status.message(),
                    entry.total());
        }
    }

    /** Every source, by name. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "How the sources stand",
            description =
                    "State (FRESH, QUIET, HOLIDAY, REFUSED, STALE, PARTIAL, FAILED, DISABLED), times,"
                            + " position and counts of each source")
    public List<View> sources() {
        return polling.sources().stream().map(source -> View.of(polling.entry(source))).toList();
    }
}
