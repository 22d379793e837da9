package org.papertide.ranking.api.feed;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.papertide.events.RankingKey;
import org.papertide.feed.FeedFormat;
import org.papertide.ranking.api.parameter.FeedParameters;
import org.papertide.ranking.api.parameter.ParameterReader;
import org.papertide.ranking.api.trending.Rankings;

/** Rankings as feeds. */
@Path("/feeds")
@RunOnVirtualThread
public class FeedResource {

    private final Rankings rankings;
    private final Feeds feeds;

    FeedResource(Rankings rankings, Feeds feeds) {
        this.rankings = rankings;
        this.feeds = feeds;
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
    @APIResponse(responseCode = "304", description = "Unchanged since the client received it")
    @APIResponse(
            responseCode = "400",
            description = "Parameters are wrong; the problem names each of them")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Response feed(@BeanParam FeedParameters parameters, @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        RankingKey asked = parameters.key(reader);
        int limit = parameters.limit(reader);
        Optional<FeedFormat> format = parameters.format(reader);
        RankingKey key = rankings.asked(reader, asked);
        return feeds.ofRanking(
                headers,
                format.orElseThrow(),
                path(key, parameters, limit),
                rankings.present(key),
                limit);
    }

    private static String path(RankingKey key, FeedParameters parameters, int limit) {
        StringBuilder path = new StringBuilder();
        path.append(key.order().wireName()).append('/').append(key.window().wireName());
        path.append('.').append(parameters.format());
        if (key.category() != null) {
            path.append("?category=").append(key.category());
        }
        if (parameters.limit() != null && !parameters.limit().isEmpty()) {
            path.append(key.category() == null ? "?limit=" : "&limit=").append(limit);
        }
        return path.toString();
    }
}
