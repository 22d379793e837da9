package org.papertide.notify.edition;

import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Frequency;

/**
 * What an operator asks for.
 *
 * @param frequency DAILY or WEEKLY; default DAILY
 * @param asOf the instant it is for; default: the clock, to the hour
 */
public record EditionRequest(
        @Schema(description = "The frequency of the subscriptions that get it; default: DAILY")
                @Pattern(regexp = "DAILY|WEEKLY", message = "Please choose DAILY or WEEKLY.")
                @Nullable String frequency,
        @Nullable OffsetDateTime asOf) {

    Frequency frequencyOrDaily() {
        return frequency == null ? Frequency.DAILY : Frequency.valueOf(frequency);
    }

    Instant asOfOr(Instant now) {
        return asOf == null ? now.truncatedTo(ChronoUnit.HOURS) : asOf.toInstant();
    }
}
