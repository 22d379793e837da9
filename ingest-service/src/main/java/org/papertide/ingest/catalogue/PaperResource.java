package org.papertide.ingest.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;

/** {@code GET /api/v1/papers/{id}}. */
@Path("/api/v1/papers")
public class PaperResource {

    private final Catalogue catalogue;

    PaperResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * What ingest knows of a paper.
     *
     * @param paper as last published
     * @param signals the last per metric and source ({@code readings} on the wire)
     * @param firstSeen when ingest first listed it
     * @param changedAt when ingest last learnt something of it
     */
    public record Answer(
            Paper paper,
            @JsonProperty("readings") List<SignalAnswer> signals,
            Instant firstSeen,
            Instant changedAt) {}

    /** A signal of the paper. */
    public record SignalAnswer(String metric, String source, long value, Instant observedAt) {}

    /** Answers by any identity of the paper, aliases included. */
    @GET
    @Path("{id:.+}")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "What ingest knows of a paper, by any of its identities")
    public Answer get(@PathParam("id") String id) {
        return Stream.concat(PaperId.findCanonical(id).stream(), PaperId.findAllInText(id).stream())
                .flatMap(each -> catalogue.find(each).stream())
                .findFirst()
                .map(PaperResource::answer)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(404, "There is no paper " + id + ".")));
    }

    private static Answer answer(Catalogue.KnownPaper known) {
        return new Answer(
                known.paper(),
                known.signals().stream()
                        .map(r ->
                                new SignalAnswer(r.metric(), r.source(), r.value(), r.observedAt()))
                        .toList(),
                known.firstSeen(),
                known.changedAt());
    }
}
