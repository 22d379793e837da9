package org.papertide.ranking.api.search;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.ranking.api.http.CacheableResponse;
import org.papertide.ranking.api.parameter.FilterParameters;
import org.papertide.ranking.api.parameter.ParameterReader;
import org.papertide.ranking.search.By;
import org.papertide.ranking.search.SearchFilter;
import org.papertide.text.PaperText;

/** The papers that are most like one. */
@Path("/api/v1/papers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SimilarResource {

    /** New papers come every few minutes. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private static final String UNREAD =
            "The meaning of this paper has not been read yet: these have words of its title.";

    private static final String NO_MODEL = "No text model runs: these have words of its title.";

    private final Searches searches;

    SimilarResource(Searches searches) {
        this.searches = searches;
    }

    @GET
    @Path("{id:.+}/similar")
    @Operation(summary = "The papers whose meaning is nearest to that of a paper")
    @APIResponse(
            responseCode = "200",
            description = "The papers; by the words of its title while it has no vector",
            content = @Content(schema = @Schema(implementation = SimilarPapers.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the client received it")
    @APIResponse(
            responseCode = "400",
            description = "Parameters are wrong; the problem names each of them")
    @APIResponse(responseCode = "404", description = "No such paper")
    @APIResponse(responseCode = "503", description = "The index is not filled yet")
    public Response similar(
            @PathParam("id") String id,
            @BeanParam FilterParameters filters,
            @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Optional<PaperId> paper = reader.paperId(id, searches::knows);
        SearchFilter filter = filters.filter(reader);
        int limit = filters.limit(reader);
        reader.throwIfAnyIsBad();
        PaperId asked = paper.orElseThrow();
        Searches.Similar similar =
                searches.findSimilar(asked, filter, limit)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Problem.of(404, "There is no paper " + asked + ".")));
        return CacheableResponse.json(
                headers,
                new SimilarPapers(
                        similar.paper().id(),
                        PaperText.readable(similar.paper().title()),
                        similar.page().by(),
                        note(similar),
                        similar.page().entries()),
                null,
                FRESH,
                null);
    }

    private static @Nullable String note(Searches.Similar similar) {
        if (similar.page().by() != By.WORDS) {
            return null;
        }
        return similar.knowsMeaning() ? UNREAD : NO_MODEL;
    }
}
