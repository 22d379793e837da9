package org.papertide.ranking.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
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
    private final FeedHub hub;

    FeedResource(ReadModel readModel, Rankings rankings, ApiSettings settings, FeedHub hub) {
        this.hub = hub;
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
        reader.throwIfAnyIsBad();
        RankingKey key = readModel.correctCase(asked);
        FeedFormat wanted = format.orElseThrow();
        Ranking all = rankings.present(key);
        Ranking shown = all.first(limit);
        URI self = self(key, parameters, limit);
        hub.watch(self, limit, shown);
        Feed feed =
                Feed.of(
                        shown,
                        self,
                        hub.address().orElse(null),
                        settings.siteUrl(),
                        RiseDates.of(shown, readModel::eachMoment));
        return CacheableResponse.of(
                headers,
                wanted.write(feed),
                wanted.mediaType(),
                CacheableResponse.changed(all),
                FRESH,
                null);
    }

    private URI self(RankingKey key, FeedParameters parameters, int limit) {
        String base = settings.baseUrl().toString();
        StringBuilder address = new StringBuilder(base);
        address.append(base.endsWith("/") ? "feeds/" : "/feeds/");
        address.append(key.order().wireName()).append('/').append(key.window().wireName());
        address.append('.').append(parameters.format());
        if (key.category() != null) {
            address.append("?category=").append(key.category());
        }
        if (parameters.limit() != null && !parameters.limit().isEmpty()) {
            address.append(key.category() == null ? "?limit=" : "&limit=").append(limit);
        }
        return URI.create(address.toString());
    }
}
