package org.papertide.ranking.reading;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.papertide.events.PaperId;

/** How a paper stands. */
@Path("/api/v1/papers/{id:.+}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PaperResource {

    private final Library library;

    PaperResource(Library library) {
        this.library = library;
    }

    @GET
    @Operation(summary = "A paper, its score, the reasons for it and its past scores")
    @APIResponse(responseCode = "200", description = "The paper; an old identity answers as well")
    @APIResponse(responseCode = "400", description = "No identity of a paper")
    @APIResponse(responseCode = "404", description = "No such paper, or it has been quiet for long")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public PaperView paper(@PathParam("id") String id) {
        PaperId identity = Parameters.paperId(id);
        return library.findScore(identity)
                .map(score -> PaperView.of(score, library.history(score.paper().id())))
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        404,
                                        "Not Found",
                                        "No paper that trends or trended of late: " + identity)));
    }
}
