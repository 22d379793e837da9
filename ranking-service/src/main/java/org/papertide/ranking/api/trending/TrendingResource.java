package org.papertide.ranking.api.trending;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.ranking.api.http.CacheableResponse;
import org.papertide.ranking.api.parameter.Cursor;
import org.papertide.ranking.api.parameter.PageParameters;
import org.papertide.ranking.api.parameter.ParameterReader;
import org.papertide.ranking.api.parameter.RankingParameters;

/** The rankings of the present and of the past. */
@Path("/api/v1/trending")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TrendingResource {

    /** A ranking is published at most once a second. */
    private static final Duration PRESENT = Duration.ofSeconds(1);

    /** Past rankings change only by corrected titles and by moments that are no longer kept. */
    private static final Duration PAST = Duration.ofMinutes(5);

    private final Rankings rankings;
    private final Clock clock;

    TrendingResource(Rankings rankings, Clock clock) {
        this.rankings = rankings;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary = "A ranking: papers in order, now or at an instant of the past",
            description =
                    "The Link header names the next page. Pages that are read in this way repeat no"
                            + " paper and miss none that stays in the ranking, however it changes"
                            + " meanwhile.")
    @APIResponse(
            responseCode = "200",
            description = "The ranking, of the instant asOf; empty if it holds no paper",
            headers = @Header(name = "Link", description = "The next page, if there is one"),
            content = @Content(schema = @Schema(implementation = Ranking.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the client received it")
    @APIResponse(
            responseCode = "400",
            description = "Parameters are wrong; the problem names each of them")
    @APIResponse(responseCode = "404", description = "No ranking of that time is stored")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Response trending(
            @BeanParam RankingParameters parameters,
            @BeanParam PageParameters page,
            @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Instant now = clock.instant();
        RankingKey asked = parameters.key(reader);
        int limit = page.limit(reader);
        Instant at = page.asOf(reader, now);
        RankingKey key = rankings.asked(reader, asked);
        Cursor cursor = page.cursor(reader, key);
        reader.throwIfAnyIsBad();
        Ranking ranking = at == null ? rankings.present(key) : rankings.past(key, at);
        Cursor.Page<Ranking.Entry> entries = cursor.page(ranking, limit, page.asOf());
        Ranking answer =
                new Ranking(
                        ranking.order(),
                        ranking.window(),
                        ranking.category(),
                        ranking.asOf(),
                        entries.entries());
        String next =
                entries.next() == null ? null : address(key, limit, page.asOf(), entries.next());
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
