package org.papertide.ranking.api.parameter;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.papertide.events.RankingKey;

/**
 * The parameters that name a ranking, as they were sent.
 *
 * @param order rising or top
 * @param window day, week or month
 * @param category a category, in any case; all papers if absent
 */
public record RankingParameters(
        @Parameter(
                        description =
                                "rising: gains most from now on; top: highest expected final count",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        enumeration = {"rising", "top"},
                                        defaultValue = "rising"))
                @QueryParam("order")
                @Nullable String order,
        @Parameter(
                        description = "how far back the ranking looks",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        enumeration = {"day", "week", "month"},
                                        defaultValue = "day"))
                @QueryParam("window")
                @Nullable String window,
        @Parameter(
                        description =
                                "a category such as cs.LG, not an archive such as cs; all papers without it")
                @QueryParam("category")
                @Nullable String category) {

    public RankingKey key(ParameterReader reader) {
        return new RankingKey(
                reader.order(order), reader.window(window), reader.category(category));
    }
}
