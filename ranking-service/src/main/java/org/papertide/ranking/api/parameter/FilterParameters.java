package org.papertide.ranking.api.parameter;

import jakarta.ws.rs.QueryParam;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.search.SearchFilter;

/**
 * The parameters that say which papers may be found, and how many, as they were sent.
 *
 * @param category a category or an archive, in any case; all papers if absent
 * @param from listed then or later
 * @param until listed before, or on that day
 * @param code whether only papers with code are found
 * @param limit how many papers
 */
public record FilterParameters(
        @Parameter(
                        description =
                                "a category such as cs.LG, or an archive such as cs, which stands"
                                        + " for all its categories; all papers without it")
                @QueryParam("category")
                @Nullable String category,
        @Parameter(description = "listed on this day in UTC or later, or at this instant or later")
                @QueryParam("from")
                @Nullable String from,
        @Parameter(description = "listed on this day in UTC or before, or before this instant")
                @QueryParam("until")
                @Nullable String until,
        @Parameter(
                        description = "only papers with a link to code",
                        schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                @QueryParam("code")
                @Nullable String code,
        @Parameter(
                        description = "how many papers",
                        schema =
                                @Schema(
                                        type = SchemaType.INTEGER,
                                        minimum = "1",
                                        maximum = "200",
                                        defaultValue = "20"))
                @QueryParam("limit")
                @Nullable String limit) {

    static final int DEFAULT_LIMIT = 20;

    public SearchFilter filter(ParameterReader reader) {
        String only = reader.category(category);
        Instant begin = reader.from("from", from);
        Instant end = reader.until("until", until);
        reader.interval("from", begin, "until", end);
        return new SearchFilter(only, begin, end, reader.flag("code", code));
    }

    public int limit(ParameterReader reader) {
        return reader.limit(limit, DEFAULT_LIMIT);
    }

    /** Those that were sent, as they go on in an address: each begins with an ampersand. */
    public String address() {
        StringBuilder address = new StringBuilder(site());
        add(address, "limit", limit);
        return address.toString();
    }

    /** The same for a page of the site, which has a number of papers of its own. */
    public String site() {
        StringBuilder address = new StringBuilder();
        add(address, "category", category);
        add(address, "from", from);
        add(address, "until", until);
        add(address, "code", code);
        return address.toString();
    }

    public static void add(StringBuilder address, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            address.append('&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
