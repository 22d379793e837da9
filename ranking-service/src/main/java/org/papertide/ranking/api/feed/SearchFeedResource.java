package org.papertide.ranking.api.feed;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.papertide.events.PaperId;
import org.papertide.feed.FeedFormat;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.ranking.api.parameter.Cursor;
import org.papertide.ranking.api.parameter.FilterParameters;
import org.papertide.ranking.api.parameter.ParameterReader;
import org.papertide.ranking.api.parameter.SearchParameters;
import org.papertide.ranking.api.parameter.SearchSort;
import org.papertide.ranking.api.search.SearchResource;
import org.papertide.ranking.api.search.Searches;
import org.papertide.ranking.search.SearchFilter;
import org.papertide.text.PaperText;

/** What a search finds, as a feed that one can follow. */
@Path("/feeds")
@RunOnVirtualThread
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
public class SearchFeedResource {

    private final Searches searches;
    private final Feeds feeds;

    SearchFeedResource(Searches searches, Feeds feeds) {
        this.searches = searches;
        this.feeds = feeds;
    }

    @GET
    @Path("search.{format}")
    @Operation(
            summary = "What a search finds, the newest first, as Atom, RSS 2.0 or JSON Feed 1.1",
            description =
                    "Of the papers that answer at least 0.6 as well as the best one, the newest"
                            + " come first, so that a new one is seen whatever was found before. sort"
                            + " asks for another order.")
    @APIResponse(responseCode = "503", description = "Not ready yet, or no text model runs")
    public Response search(
            @PathParam("format") String format,
            @BeanParam SearchParameters parameters,
            @BeanParam FilterParameters filters,
            @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Optional<FeedFormat> wanted = reader.format(format);
        SearchResource.Asked asked =
                SearchResource.Asked.read(reader, parameters, filters, SearchSort.NEWEST);
        reader.throwIfAnyIsBad();
        String query = parameters.address() + filters.address();
        String title = parameters.q() == null ? "" : PaperText.visible(parameters.q());
        return feeds.ofFound(
                headers,
                wanted.orElseThrow(),
                new Feeds.FeedOfSearch(
                        "search?" + query,
                        "Papers about " + title,
                        "search." + format + "?" + query,
                        parameters.site(filters)),
                searches.find(asked, Cursor.start()),
                () -> searches.find(asked, Cursor.start()));
    }

    @GET
    @Path("author.{format}")
    @Operation(
            summary =
                    "The papers of an author, the newest first, as Atom, RSS 2.0 or JSON Feed 1.1",
            description =
                    "A name is found in whatever order its words are written, with accents and"
                            + " without, as the operator author: of a search finds it. Several names"
                            + " are spellings of one author: a paper has one of them.")
    public Response author(
            @PathParam("format") String format,
            @Parameter(
                            description =
                                    "the author's name, such as Ada Lovelace; further ones are"
                                            + " other spellings",
                            required = true)
                    @QueryParam("author")
                    List<String> authors,
            @BeanParam FilterParameters filters,
            @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Optional<FeedFormat> wanted = reader.format(format);
        List<String> names = reader.authors(authors);
        SearchFilter filter = filters.filter(reader);
        int limit = filters.limit(reader);
        reader.throwIfAnyIsBad();
        StringBuilder query = new StringBuilder();
        names.forEach(name -> FilterParameters.add(query, "author", name));
        String address = query.append(filters.address()).substring(1);
        return feeds.ofFound(
                headers,
                wanted.orElseThrow(),
                new Feeds.FeedOfSearch(
                        "author?" + address,
                        "Papers by " + names.getFirst(),
                        "author." + format + "?" + address,
                        // A search has one spelling of a name.
                        "search?q="
                                + escaped("author:\"" + names.getFirst() + '"')
                                + filters.site()),
                searches.findOfAuthor(names, filter, limit),
                () -> searches.findOfAuthor(names, filter, limit));
    }

    @GET
    @Path("papers/{id:.+}/similar.{format}")
    @Operation(summary = "The papers that are most like one, as Atom, RSS 2.0 or JSON Feed 1.1")
    @APIResponse(responseCode = "404", description = "No such paper")
    public Response similar(
            @PathParam("id") String id,
            @PathParam("format") String format,
            @BeanParam FilterParameters filters,
            @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Optional<FeedFormat> wanted = reader.format(format);
        Optional<PaperId> paper = reader.paperId(id, searches::knows);
        SearchFilter filter = filters.filter(reader);
        int limit = filters.limit(reader);
        reader.throwIfAnyIsBad();
        PaperId asked = paper.orElseThrow();
        Searches.Similar similar = similar(asked, filter, limit);
        String query = filters.address().replaceFirst("^&", "?");
        String name = escaped(similar.paper().id().value());
        return feeds.ofFound(
                headers,
                wanted.orElseThrow(),
                new Feeds.FeedOfSearch(
                        "similar/" + similar.paper().id() + query,
                        "Papers like " + PaperText.readable(similar.paper().title()),
                        "papers/" + name + "/similar." + format + query,
                        "papers/" + name),
                similar.page(),
                () -> similar(asked, filter, limit).page());
    }

    private Searches.Similar similar(PaperId id, SearchFilter filter, int limit) {
        return searches.findSimilar(id, filter, limit)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(404, "There is no paper " + id + ".")));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/")
                .replace("%3A", ":");
    }
}
