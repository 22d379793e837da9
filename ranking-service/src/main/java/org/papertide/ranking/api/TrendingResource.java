package org.papertide.ranking.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;

/** What is trending, and what was. */
@Path("/api/v1/trending")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TrendingResource {

    /** A ranking is published at most once a second. */
    private static final Duration PRESENT = Duration.ofSeconds(1);

    /** Of the past only texts change, and which moments are kept. */
    private static final Duration PAST = Duration.ofMinutes(5);

    private final ReadModel readModel;
    private final Rankings rankings;
    private final Clock clock;

    TrendingResource(ReadModel readModel, Rankings rankings, Clock clock) {
        this.readModel = readModel;
        this.rankings = rankings;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary = "The papers that trend, or trended, in order",
            description =
                    "Pages of one walk, from each to the one that its Link header names, repeat no"
                            + " paper and miss none that stays, however the ranking moves.")
    @APIResponse(
            responseCode = "200",
            description = "The ranking, as of the moment it says; empty if it holds no paper",
            headers = @Header(name = "Link", description = "The next page, if there is one"),
            content = @Content(schema = @Schema(implementation = Ranking.class)))
    @APIResponse(responseCode = "304", description = "The same as the client has")
    @APIResponse(responseCode = "400", description = "A parameter is wrong; a problem says which")
    @APIResponse(responseCode = "404", description = "Nothing is known of so long ago")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Response trending(
            @Parameter(description = "rising: gains most from now on; top: highest in the end")
                    @QueryParam("order")
                    @Nullable String order,
            @Parameter(description = "day, week or month") @QueryParam("window")
                    @Nullable String window,
            @Parameter(description = "such as cs.LG; all papers without it") @QueryParam("category")
                    @Nullable String category,
            @Parameter(description = "how many papers, 1 to 200; 50 without it")
                    @QueryParam("limit")
                    @Nullable String limit,
            @Parameter(
                            description =
                                    "how it stood at this instant, or at the end of this day in UTC;"
                                            + " kept every quarter of an hour for two days, every"
                                            + " hour for two weeks, every midnight for a year;"
                                            + " without reasons")
                    @QueryParam("asOf")
                    @Nullable String asOf,
            @Parameter(description = "where the page before has ended, from its Link header")
                    @QueryParam("cursor")
                    @Nullable String cursor,
            @Context HttpHeaders headers) {
        RankingKey key = readModel.correctCase(Parameters.key(order, window, category));
        int most = Parameters.limit(limit);
        Instant now = clock.instant();
        Instant at = Parameters.asOf(asOf, now);
        Cursor walk = Parameters.cursor(cursor, key, asOf);
        Ranking ranking = at == null ? rankings.present(key) : rankings.past(key, at);
        Cursor.Page page = walk.page(ranking, most, asOf);
        Ranking answer =
                new Ranking(
                        ranking.order(),
                        ranking.window(),
                        ranking.category(),
                        ranking.asOf(),
                        page.entries());
        String next = page.next() == null ? null : address(key, most, asOf, page.next());
        Instant changed = at == null ? CacheableResponse.changed(ranking) : null;
        Duration fresh = at == null || at.equals(now) ? PRESENT : PAST;
        return CacheableResponse.json(headers, answer, changed, fresh, next);
    }

    private static String address(RankingKey key, int limit, @Nullable String asOf, String cursor) {
        StringBuilder address = new StringBuilder("/api/v1/trending?order=");
        address.append(key.order().wireName()).append("&window=").append(key.window().wireName());
        if (key.category() != null) {
            address.append("&category=").append(key.category());
        }
        address.append("&limit=").append(limit);
        if (asOf != null) {
            address.append("&asOf=").append(URLEncoder.encode(asOf, StandardCharsets.UTF_8));
        }
        return address.append("&cursor=").append(cursor).toString();
    }
}
