package org.papertide.ranking.api.search;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.api.http.CacheableResponse;
import org.papertide.ranking.api.parameter.Cursor;
import org.papertide.ranking.api.parameter.FilterParameters;
import org.papertide.ranking.api.parameter.ParameterReader;
import org.papertide.ranking.api.parameter.SearchParameters;
import org.papertide.ranking.api.parameter.SearchSort;
import org.papertide.ranking.search.By;
import org.papertide.ranking.search.SearchFilter;
import org.papertide.ranking.search.SearchQuery;
import org.papertide.ranking.search.Unread;

/** Papers by words and by meaning. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SearchResource {

    /** New papers come every few minutes; scores move faster, and are asked for elsewhere. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    static final String BY_WORDS =
            "No text model runs, or it failed: these papers were found by words alone.";

    static final String NO_WORDS = "The query has no word to search for.";

    static final String MORE_WORDS =
            "Of these words the first " + SearchQuery.MAX_WORDS + " were looked for.";

    private final Searches searches;

    SearchResource(Searches searches) {
        this.searches = searches;
    }

    /** What a request looks for. */
    public record Asked(SearchQuery query, By by, SearchSort sort, SearchFilter filter, int limit) {

        /**
         * Reads a request.
         *
         * @param absent the order where none is asked for
         */
        public static Asked read(
                ParameterReader reader,
                SearchParameters parameters,
                FilterParameters filters,
                SearchSort absent) {
            return new Asked(
                    parameters.query(reader),
                    parameters.by(reader),
                    parameters.sort(reader, absent),
                    filters.filter(reader),
                    filters.limit(reader));
        }

        /** Names it, for cursors; the pages may have different lengths. */
        String walk() {
            return "search " + query + by + sort + filter;
        }
    }

    @GET
    @Path("search")
    @Operation(
            summary = "Papers by words, by meaning, or by both",
            description =
                    "Any text is a query. The first 200 papers can be walked through: the Link"
                            + " header names the next page, and no page repeats a paper of those"
                            + " before it.")
    @APIResponse(
            responseCode = "200",
            description = "What was found, and why; empty if nothing was",
            headers = @Header(name = "Link", description = "The next page, if there is one"),
            content = @Content(schema = @Schema(implementation = SearchAnswer.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the client received it")
    @APIResponse(
            responseCode = "400",
            description = "Parameters are wrong; the problem names each of them")
    @APIResponse(
            responseCode = "503",
            description =
                    "The index is not filled yet, too many search, or meaning was asked for and no"
                            + " text model runs")
    public Response search(
            @BeanParam SearchParameters parameters,
            @BeanParam FilterParameters filters,
            @Parameter(description = "the end of the previous page, from its Link header")
                    @QueryParam("cursor")
                    @Nullable String cursorText,
            @Context HttpHeaders headers) {
        ParameterReader reader = new ParameterReader();
        Asked asked = Asked.read(reader, parameters, filters, SearchSort.RELEVANCE);
        Cursor cursor = reader.cursor(cursorText, asked.walk());
        reader.throwIfAnyIsBad();
        Searches.Page page = searches.find(asked, cursor);
        SearchFilter filter = asked.filter();
        SearchAnswer answer =
                new SearchAnswer(
                        parameters.q() == null ? "" : parameters.q(),
                        page.by(),
                        note(asked, page),
                        page.didYouMean(),
                        asked.sort(),
                        filter.category(),
                        filter.from(),
                        filter.until(),
                        filter.code(),
                        page.entries());
        String next =
                page.next() == null
                        ? null
                        : address(parameters, filters) + "&cursor=" + page.next();
        return CacheableResponse.json(headers, answer, null, FRESH, next);
    }

    /** What a reader should know of what was found, in sentences; absent mostly. */
    public static @Nullable String note(Asked asked, Searches.Page page) {
        SearchQuery query = asked.query();
        String notFound = page.notFound() == null ? null : page.notFound().sentence();
        if (!query.hasWords()) {
            return notFound != null || query.narrows() || !query.named().isEmpty()
                    ? notFound
                    : NO_WORDS;
        }
        String notes =
                Stream.of(notFound, ofMeaning(asked, page), ofWords(query, page.by()))
                        .flatMap(Stream::ofNullable)
                        .collect(Collectors.joining(" "));
        return notes.isEmpty() ? null : notes;
    }

    private static @Nullable String ofWords(SearchQuery query, By by) {
        return by != By.MEANING && query.hasMoreWords() ? MORE_WORDS : null;
    }

    private static @Nullable String ofMeaning(Asked asked, Searches.Page page) {
        return switch (page.by()) {
            case WORDS -> asked.by() == By.BOTH ? BY_WORDS : null;
            case BOTH -> unread(page.unread(), "those are found by their words alone.");
            case MEANING -> unread(page.unread(), "those are not found yet.");
        };
    }

    private static @Nullable String unread(Unread unread, String consequence) {
        return unread.papers() == 0
                ? null
                : String.format(
                        Locale.ROOT,
                        "The meaning of %,d of %,d papers has not been read yet: %s",
                        unread.papers(),
                        unread.of(),
                        consequence);
    }

    private static String address(SearchParameters parameters, FilterParameters filters) {
        return "/api/v1/search?" + parameters.address() + filters.address();
    }
}
