package org.papertide.notify.http;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.http.Problem;

/**
 * Which page of a list a client asks for, as it was sent.
 *
 * @param after the member next of the page before; the first page if absent
 * @param limit how many rows; {@link #DEFAULT} if absent
 */
public record PageRequest(
        @Parameter(description = "The member next of the page before") @QueryParam("after")
                @Nullable String after,
        @Parameter(
                        description = "How many at most, 1 to 1000; default: 100",
                        schema = @Schema(type = SchemaType.INTEGER))
                @QueryParam("limit")
                @Nullable String limit) {

    /** Rows of a page where nothing is said. */
    public static final int DEFAULT = 100;

    /** The most rows of a page. */
    public static final int LARGEST = 1_000;

    /** What is wrong with it, if anything is. */
    public Optional<Problem> problem() {
        if (after != null && after.indexOf('\0') >= 0) {
            return Optional.of(Problem.field("after", "Please give the member next of a page."));
        }
        return limit == null || (limit.matches("\\d{1,4}") && isSize(Integer.parseInt(limit)))
                ? Optional.empty()
                : Optional.of(
                        Problem.field(
                                "limit",
                                "Please give a whole number from 1 to %d.".formatted(LARGEST)));
    }

    /** What is wrong with it where rows have numbers, if anything is. */
    public Optional<Problem> problemOfNumbers() {
        return after == null || RowNumber.parse(after).isPresent()
                ? problem()
                : Optional.of(Problem.field("after", "Please give the member next of a page."));
    }

    /** The number of the row before the page, of a request without a problem. */
    public long afterOr(long beginning) {
        return after == null ? beginning : Long.parseLong(after);
    }

    /** How many rows, of a request without a problem. */
    public int size() {
        return limit == null ? DEFAULT : Integer.parseInt(limit);
    }

    private static boolean isSize(int number) {
        return number >= 1 && number <= LARGEST;
    }
}
