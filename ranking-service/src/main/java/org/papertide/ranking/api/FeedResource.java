package org.papertide.ranking.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.ranking.api.feed.Feed;
import org.papertide.ranking.api.feed.FeedFormat;

/** Rankings as feeds. */
@Path("/feeds")
@RunOnVirtualThread
public class FeedResource {

    /** Feed readers ask every few minutes at most. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final ReadModel readModel;
    private final Rankings rankings;
    private final ApiSettings settings;

    FeedResource(ReadModel readModel, Rankings rankings, ApiSettings settings) {
        this.readModel = readModel;
        this.rankings = rankings;
        this.settings = settings;
    }

    @GET
    @Path("{order}/{window}.{format}")
    @Operation(summary = "A ranking as Atom, RSS 2.0 or JSON Feed 1.1")
    @APIResponse(
            responseCode = "200",
            description = "The feed",
            content = {
                @Content(mediaType = "application/atom+xml"),
                @Content(mediaType = "application/rss+xml"),
                @Content(mediaType = "application/feed+json")
            })
    @APIResponse(responseCode = "304", description = "The same as the client has")
    @APIResponse(responseCode = "400", description = "A parameter is wrong; a problem says which")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Response feed(
            @Parameter(description = "rising: gains most from now on; top: highest in the end")
                    @PathParam("order")
                    String order,
            @Parameter(description = "day, week or month") @PathParam("window") String window,
            @Parameter(description = "atom, rss or json") @PathParam("format") String format,
            @Parameter(description = "such as cs.LG; all papers without it") @QueryParam("category")
                    @Nullable String category,
            @Parameter(description = "how many papers, 1 to 200; 50 without it")
                    @QueryParam("limit")
                    @Nullable String limit,
            @Context HttpHeaders headers) {
        RankingKey key = readModel.correctCase(Parameters.key(order, window, category));
        int most = Parameters.limit(limit);
        FeedFormat wanted = Parameters.format(format);
        Ranking all = rankings.present(key);
        Ranking shown =
                new Ranking(
                        all.order(),
                        all.window(),
                        all.category(),
                        all.asOf(),
                        all.entries().stream().limit(most).toList());
        Feed feed = Feed.of(shown, self(key, format, limit), settings.siteUrl());
        return CacheableResponse.of(
                headers,
                wanted.write(feed),
                wanted.mediaType(),
                CacheableResponse.changed(all),
                FRESH,
                null);
    }

    private URI self(RankingKey key, String format, @Nullable String limit) {
        String base = settings.baseUrl().toString();
        StringBuilder address = new StringBuilder(base);
        address.append(base.endsWith("/") ? "feeds/" : "/feeds/");
        address.append(key.order().wireName()).append('/').append(key.window().wireName());
        address.append('.').append(format);
        if (key.category() != null) {
            address.append("?category=").append(key.category());
        }
        if (limit != null && !limit.isEmpty()) {
            address.append(key.category() == null ? "?limit=" : "&limit=").append(limit);
        }
        return URI.create(address.toString());
    }
}
