package org.papertide.ranking.api.parameter;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.papertide.events.RankingKey;

/**
 * The parameters that select a page of a ranking, as they were sent.
 *
 * @param limit how many papers
 * @param asOf an instant or a day of the past; now if absent
 * @param cursor from the Link header of the previous page; the first page if absent
 */
public record PageParameters(
        @Parameter(
                        description = "how many papers",
                        schema =
                                @Schema(
                                        type = SchemaType.INTEGER,
                                        minimum = "1",
                                        maximum = "200",
                                        defaultValue = "50"))
                @QueryParam("limit")
                @Nullable String limit,
        @Parameter(
                        description =
                                "the ranking at this instant, or at the end of this day in UTC;"
                                        + " kept every quarter of an hour for two days, every hour"
                                        + " for two weeks, every midnight for a year; without"
                                        + " reasons")
                @QueryParam("asOf")
                @Nullable String asOf,
        @Parameter(description = "the end of the previous page, from its Link header")
                @QueryParam("cursor")
                @Nullable String cursor) {

    static final int DEFAULT_LIMIT = 50;

    public int limit(ParameterReader reader) {
        return reader.limit(limit, DEFAULT_LIMIT);
    }

    public @Nullable Instant asOf(ParameterReader reader, Instant now) {
        return reader.asOf(asOf, now);
    }

    public Cursor cursor(ParameterReader reader, RankingKey key) {
        return reader.cursor(cursor, key, asOf);
    }
}
