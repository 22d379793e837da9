package org.papertide.ranking.api.paper;

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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.ranking.api.http.CacheableResponse;
import org.papertide.ranking.api.parameter.ParameterReader;
import org.papertide.ranking.api.parameter.RankingParameters;
import org.papertide.ranking.api.readmodel.CataloguedPaper;
import org.papertide.ranking.api.readmodel.ReadModel;

/** The score, the ranks and the history of one paper, and why it does not rank. */
@Path("/api/v1/papers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PaperDetailsResource {

    /** A paper has a new score at most once a second. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final ReadModel readModel;
    private final Clock clock;

    PaperDetailsResource(ReadModel readModel, Clock clock) {
        this.readModel = readModel;
        this.clock = clock;
    }

    @GET
    @Path("{id:.+}")
    @Operation(
            summary = "A paper, its score, the reasons for it, its past scores and its past ranks")
    @APIResponse(
            responseCode = "200",
            description = "The paper; an earlier id finds it as well",
            content = @Content(schema = @Schema(implementation = PaperDetails.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the client received it")
    @APIResponse(responseCode = "400", description = "Not the id of a paper")
    @APIResponse(responseCode = "404", description = "No such paper")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Response paper(@PathParam("id") String id, @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Optional<PaperId> asked = reader.paperId(id, readModel::knows);
        reader.throwIfAnyIsBad();
        PaperId paperId = asked.orElseThrow();
        CataloguedPaper paper =
                readModel
                        .findPaper(paperId)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Problem.of(404, "There is no paper " + paperId + ".")));
        return CacheableResponse.json(headers, details(paper), null, FRESH, null);
    }

    private PaperDetails details(CataloguedPaper paper) {
        PaperSummary summary = paper.summary();
        PaperHistory history = PaperHistory.of(summary, readModel);
        Score score = readModel.findScore(summary.id()).orElse(null);
        List<ScorePoint> scores = new ArrayList<>(history.scores());
        if (score == null) {
            return PaperDetails.of(summary, paper.status(), scores, history.ranks());
        }
        scores.add(new ScorePoint(score.observedAt(), score.score()));
        scores.sort(Comparator.comparing(ScorePoint::at));
        return PaperDetails.of(score, paper.status(), scores, history.ranks());
    }

    @GET
    @Path("{id:.+}/standing")
    @Operation(summary = "The rank of a paper, or why it has none")
    @APIResponse(
            responseCode = "200",
            description =
                    "The rank or the reason, as data and as a sentence; also of an unknown paper",
            content = @Content(schema = @Schema(implementation = RankExplanation.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the client received it")
    @APIResponse(
            responseCode = "400",
            description = "Parameters are wrong; the problem names each of them")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Response explainRank(
            @PathParam("id") String id,
            @BeanParam RankingParameters parameters,
            @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Optional<PaperId> paper = reader.paperId(id, readModel::knows);
        RankingKey ranking = parameters.key(reader);
        reader.throwIfAnyIsBad();
        RankExplanation explanation =
                new RankExplainer(readModel, clock)
                        .explain(paper.orElseThrow(), readModel.correctCase(ranking));
        return CacheableResponse.json(headers, explanation, null, FRESH, null);
    }
}
