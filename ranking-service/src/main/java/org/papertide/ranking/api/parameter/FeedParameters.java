package org.papertide.ranking.api.parameter;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.papertide.events.RankingKey;
import org.papertide.feed.FeedFormat;

/**
 * The parameters of a feed, as they were sent.
 *
 * @param order rising or top
 * @param window day, week or month
 * @param format atom, rss or json
 * @param category a category, in any case; all papers if absent
 * @param limit how many papers
 */
public record FeedParameters(
        @Parameter(
                        description =
                                "rising: gains most from now on; top: highest expected final count",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        enumeration = {"rising", "top"}))
                @PathParam("order")
                String order,
        @Parameter(
                        description = "how far back the ranking looks",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        enumeration = {"day", "week", "month"}))
                @PathParam("window")
                String window,
        @Parameter(
                        description = "Atom, RSS 2.0 or JSON Feed 1.1",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        enumeration = {"atom", "rss", "json"}))
                @PathParam("format")
                String format,
        @Parameter(
                        description =
                                "a category such as cs.LG, not an archive such as cs; all papers without it")
                @QueryParam("category")
                @Nullable String category,
        @Parameter(
                        description = "how many papers",
                        schema =
                                @Schema(
                                        type = SchemaType.INTEGER,
                                        minimum = "1",
                                        maximum = "200",
                                        defaultValue = "50"))
                @QueryParam("limit")
                @Nullable String limit) {

    public RankingKey key(ParameterReader reader) {
        return new RankingKey(
                reader.order(order), reader.window(window), reader.category(category));
    }

    public int limit(ParameterReader reader) {
        return reader.limit(limit, PageParameters.DEFAULT_LIMIT);
    }

    public Optional<FeedFormat> format(ParameterReader reader) {
        return reader.format(format);
    }
}
