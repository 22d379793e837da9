package org.papertide.ranking.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Score;
import org.papertide.ranking.http.Problem;
import org.papertide.ranking.http.ProblemException;

/** How a paper stands, how it stood, and why it does not rank. */
@Path("/api/v1/papers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PaperResource {

    /** A paper has a new score at most once a second. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final ReadModel readModel;
    private final Clock clock;

    PaperResource(ReadModel readModel, Clock clock) {
        this.readModel = readModel;
        this.clock = clock;
    }

    @GET
    @Path("{id:.+}")
    @Operation(
            summary = "A paper, its score, the reasons for it, its past scores and its past ranks")
    @APIResponse(
            responseCode = "200",
            description = "The paper; an old identity answers as well",
            content = @Content(schema = @Schema(implementation = PaperView.class)))
    @APIResponse(responseCode = "304", description = "The same as the client has")
    @APIResponse(responseCode = "400", description = "No identity of a paper")
    @APIResponse(responseCode = "404", description = "No such paper")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Response paper(
            @PathParam("id") String id, @Context Request request, @Context HttpHeaders headers) {
        PaperId identity = Parameters.paperId(id);
        CataloguedPaper paper =
                readModel.findPaper(identity)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Problem.of(
                                                404, "Not Found", "No such paper: " + identity)));
        return Answers.json(request, headers, view(paper), null, FRESH, null);
    }

    private PaperView view(CataloguedPaper paper) {
        PaperSummary summary = paper.summary();
        PaperPast past = PaperPast.of(summary, readModel);
        Score score = readModel.findScore(summary.id()).orElse(null);
        List<PointInTime> history = new ArrayList<>(past.scores());
        if (score == null) {
            return PaperView.of(summary, paper.status(), history, past.ranks());
        }
        history.add(new PointInTime(score.observedAt(), score.score()));
        history.sort(Comparator.comparing(PointInTime::at));
        return PaperView.of(score, paper.status(), history, past.ranks());
    }

    @GET
    @Path("{id:.+}/standing")
    @Operation(summary = "Where a paper ranks, or why it does not")
    @APIResponse(
            responseCode = "200",
            description = "The rank or the reason, as data and as a sentence; also of an unknown paper",
            content = @Content(schema = @Schema(implementation = RankExplanation.class)))
    @APIResponse(responseCode = "304", description = "The same as the client has")
    @APIResponse(responseCode = "400", description = "A parameter is wrong; a problem says which")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Response explainRank(
            @PathParam("id") String id,
            @Parameter(description = "rising: gains most from now on; top: highest in the end")
                    @QueryParam("order")
                    @Nullable String order,
            @Parameter(description = "day, week or month") @QueryParam("window")
                    @Nullable String window,
            @Parameter(description = "such as cs.LG; all papers without it") @QueryParam("category")
                    @Nullable String category,
            @Context Request request,
            @Context HttpHeaders headers) {
        RankExplanation explanation =
                new RankExplainer(readModel, clock)
                        .explain(Parameters.paperId(id), Parameters.key(order, window, category));
        return Answers.json(request, headers, explanation, null, FRESH, null);
    }
}
