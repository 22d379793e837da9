package org.papertide.notify.webhook.api;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.http.Problem;

/**
 * What is to be sent again: one delivery, or those of a time.
 *
 * @param delivery the number of one
 * @param from those that were settled from this instant on: at first, for what was sent again is no
 *     event of its own
 * @param until and before this one; default: now
 * @param state only those in it, such as EXPIRED; default: all
 * @param after the member next of the answer before: only those behind it
 */
@Schema(name = "ResendRequest")
public record ResendRequest(
        @Schema(description = "The number of one delivery") @Nullable Long delivery,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime until,
        @Schema(description = "Only deliveries in this state; default: all")
                @Pattern(
                        regexp = "ACCEPTED|REJECTED|EXPIRED|EXCLUDED|UNCERTAIN",
                        message =
                                "Please choose ACCEPTED, REJECTED, EXPIRED, EXCLUDED or UNCERTAIN.")
                @Nullable String state,
        @Schema(description = "The member next of the answer before: only deliveries behind it")
                @Min(value = 1, message = "Please give the member next of an answer.")
                @Nullable Long after) {

    /** What is wrong with its members together. */
    Optional<Problem> problem() {
        if (delivery == null && from == null) {
            return Optional.of(
                    Problem.field("delivery", "Please give a delivery, or from when on."));
        }
        return from != null && until != null && !from.isBefore(until)
                ? Optional.of(Problem.field("from", "Please give an instant before until."))
                : Optional.empty();
    }
}
