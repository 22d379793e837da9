package org.papertide.ranking.api.parameter;

import jakarta.ws.rs.QueryParam;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.search.By;
import org.papertide.ranking.search.SearchQuery;

/**
 * The parameters of a search, as they were sent.
 *
 * @param q what is looked for
 * @param by meaning, words or both
 * @param sort relevance, rising, top or newest
 */
public record SearchParameters(
        @Parameter(
                        description =
                                "words in any language of papers, of which the first 64 are looked for; "
                                        + "\"a phrase\"; author:name or author:\"full name\"; category:cs.LG, also with commas "
                                        + "between, or category:cs for all of its categories; id:2409.01234; "
                                        + "arXiv's au: and cat:; what is behind its ti:, abs: or all: is looked for in the "
                                        + "title and the abstract. A hyphen before a word, a phrase, an author or a "
                                        + "category, as in -survey, excludes it, if anything else is looked for; ANDNOT and "
                                        + "AND NOT do so too. An id or an address of arXiv, a DOI and a whole title find "
                                        + "their paper first; the title also if a hyphen in it would exclude something",
                        required = true,
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        maxLength = SearchQuery.MAX_LENGTH))
                @QueryParam("q")
                @Nullable String q,
        @Parameter(
                        description =
                                "what papers are found by; both becomes words while there is no"
                                        + " text model",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        enumeration = {"meaning", "words", "both"},
                                        defaultValue = "both"))
                @QueryParam("by")
                @Nullable String by,
        @Parameter(
                        description =
                                "relevance: the best answers first; rising and top: of the good"
                                        + " answers, those that trend most first; newest: of the"
                                        + " good answers, the newest first. Without it feeds have"
                                        + " the newest first, since by relevance they would hardly"
                                        + " change, and all else the most relevant",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        enumeration = {"relevance", "rising", "top", "newest"}))
                @QueryParam("sort")
                @Nullable String sort) {

    public SearchQuery query(ParameterReader reader) {
        return reader.query(q, true);
    }

    public By by(ParameterReader reader) {
        return reader.by(by);
    }

    public SearchSort sort(ParameterReader reader, SearchSort absent) {
        return reader.sort(sort, absent);
    }

    /**
     * The address of the page of the site that shows the same: it finds by meaning and words, and
     * knows no other way.
     */
    public String site(FilterParameters filters) {
        StringBuilder address = new StringBuilder("search?q=");
        address.append(URLEncoder.encode(q == null ? "" : q, StandardCharsets.UTF_8));
        if (!SearchSort.NEWEST.wireName().equals(sort)) {
            FilterParameters.add(address, "sort", sort);
        }
        return address.append(filters.site()).toString();
    }

    /** Those that were sent, as they go on in an address. */
    public String address() {
        StringBuilder address = new StringBuilder("q=");
        address.append(URLEncoder.encode(q == null ? "" : q, StandardCharsets.UTF_8));
        FilterParameters.add(address, "by", by);
        FilterParameters.add(address, "sort", sort);
        return address.toString();
    }
}
