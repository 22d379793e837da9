package org.papertide.ranking.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.ranking.api.feed.Feed;
import org.papertide.ranking.api.feed.FeedFormat;
import org.papertide.ranking.search.SearchFilter;
import org.papertide.text.PaperText;

/** What a search finds, as a feed that one can follow. */
@Path("/feeds")
@RunOnVirtualThread
public class SearchFeedResource {

    /** Feed readers ask every few minutes at most. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Searches searches;
    private final ApiSettings settings;
    private final Clock clock;

    SearchFeedResource(Searches searches, ApiSettings settings, Clock clock) {
        this.searches = searches;
        this.settings = settings;
        this.clock = clock;
    }

    @GET
    @Path("search.{format}")
    @Operation(summary = "What a search finds, as Atom, RSS 2.0 or JSON Feed 1.1")
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
    @APIResponse(responseCode = "503", description = "Not ready yet, or no text model runs")
    public Response search(
            @PathParam("format") String format,
            @BeanParam SearchParameters parameters,
            @BeanParam FilterParameters filters,
            @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Optional<FeedFormat> wanted = reader.format(format);
        SearchResource.Asked asked = SearchResource.Asked.read(reader, parameters, filters);
        reader.throwIfAnyIsBad();
        Searches.Page page = searches.find(asked, Cursor.start());
        String query = parameters.address() + filters.address();
        String title = parameters.q() == null ? "" : PaperText.readable(parameters.q());
        return answer(
                headers,
                wanted.orElseThrow(),
                Feed.ofFound(
                        "search?" + query,
                        "Papers about " + title,
                        address(settings.baseUrl(), "feeds/search." + format + "?" + query),
                        address(settings.siteUrl(), "search?" + query),
                        clock.instant(),
                        entries(page)));
    }

    @GET
    @Path("papers/{id:.+}/similar.{format}")
    @Operation(summary = "The papers that are most like one, as Atom, RSS 2.0 or JSON Feed 1.1")
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
    @APIResponse(responseCode = "404", description = "No such paper")
    @APIResponse(responseCode = "503", description = "Not ready yet")
    public Response similar(
            @PathParam("id") String id,
            @PathParam("format") String format,
            @BeanParam FilterParameters filters,
            @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Optional<FeedFormat> wanted = reader.format(format);
        Optional<PaperId> paper = reader.paperId(id);
        SearchFilter filter = filters.filter(reader);
        int limit = filters.limit(reader);
        reader.throwIfAnyIsBad();
        PaperId asked = paper.orElseThrow();
        Searches.Similar similar =
                searches.findSimilar(asked, filter, limit)
                        .orElseThrow(() ->
                                new ProblemException(Problem.of(404, "No such paper: " + asked)));
        String query = filters.address().replaceFirst("^&", "?");
        String name = "papers/" + escaped(similar.paper().id()) + "/similar";
        return answer(
                headers,
                wanted.orElseThrow(),
                Feed.ofFound(
                        "similar/" + similar.paper().id() + query,
                        "Papers like " + PaperText.readable(similar.paper().title()),
                        address(settings.baseUrl(), "feeds/" + name + "." + format + query),
                        address(settings.siteUrl(), "papers/" + escaped(similar.paper().id())),
                        clock.instant(),
                        entries(similar.page())));
    }

    private static Response answer(HttpHeaders headers, FeedFormat format, Feed feed) {
        return CacheableResponse.of(
                headers, format.write(feed), format.mediaType(), null, FRESH, null);
    }

    private static List<Ranking.Entry> entries(Searches.Page page) {
        return page.entries().stream()
                .map(entry ->
                        new Ranking.Entry(
                                entry.rank(),
                                null,
                                entry.score() == null ? 0 : entry.score(),
                                entry.reasons(),
                                entry.paper()))
                .toList();
    }

    private static String escaped(PaperId id) {
        return URLEncoder.encode(id.value(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/")
                .replace("%3A", ":");
    }

    private static URI address(URI base, String path) {
        String text = base.toString();
        return URI.create(text.endsWith("/") ? text + path : text + "/" + path);
    }
}
