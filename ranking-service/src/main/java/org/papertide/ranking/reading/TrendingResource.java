package org.papertide.ranking.reading;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;

/** What is trending. */
@Path("/api/v1/trending")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TrendingResource {

    private final Library library;
    private final Clock clock;

    TrendingResource(Library library, Clock clock) {
        this.library = library;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "The papers that trend, in order")
    @APIResponse(responseCode = "200", description = "The ranking; empty if it holds no paper")
    @APIResponse(responseCode = "400", description = "A parameter is wrong; a problem says which")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Ranking trending(
            @Parameter(description = "rising: gains most from now on; top: highest in the end")
                    @QueryParam("order")
                    @Nullable String order,
            @Parameter(description = "day, week or month") @QueryParam("window")
                    @Nullable String window,
            @Parameter(description = "such as cs.LG; all papers without it") @QueryParam("category")
                    @Nullable String category,
            @Parameter(description = "how many papers, 1 to 200; 50 without it")
                    @QueryParam("limit")
                    @Nullable String limit) {
        RankingKey key = Parameters.key(order, window, category);
        int most = Parameters.limit(limit);
        Ranking ranking =
                library.findRanking(key)
                        .orElseGet(() ->
                                new Ranking(
                                        key.order(),
                                        key.window(),
                                        key.category(),
                                        clock.instant(),
                                        List.of()));
        return new Ranking(
                ranking.order(),
                ranking.window(),
                ranking.category(),
                ranking.asOf(),
                ranking.entries().stream().limit(most).toList());
    }
}
