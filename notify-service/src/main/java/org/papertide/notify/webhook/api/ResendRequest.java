package org.papertide.notify.webhook.api;

import jakarta.validation.constraints.Pattern;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent again: one delivery, or those of a time.
 *
 * @param delivery the number of one
 * @param from those that were settled from this instant on
 * @param until and before this one; default: now
 * @param state only those in it, such as EXPIRED; default: all
 */
@Schema(name = "ResendRequest")
public record ResendRequest(
        @Nullable Long delivery,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime until,
        @Pattern(
                        regexp = "ACCEPTED|REJECTED|EXPIRED|EXCLUDED|UNCERTAIN",
                        message =
                                "Please choose ACCEPTED, REJECTED, EXPIRED, EXCLUDED or UNCERTAIN.")
                @Nullable String state) {}
