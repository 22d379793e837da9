package org.papertide.notify.account;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.http.PageRequest;

/**
 * Whom an operator asks about: an address or the number of a subscription.
 *
 * @param address an address, in any case
 * @param subscription the number of one of their subscriptions
 * @param after the member next of the answer before: the newest come first
 * @param limit how many mails at most, 1 to 1000; default: 100
 */
public record DeliverySearch(
        @Schema(description = "An address, in any case") @Nullable String address,
        @Schema(description = "The number of a subscription")
                @Min(value = 1, message = "Please give the number of a subscription.")
                @Nullable Long subscription,
        @Schema(description = "The member next of the answer before: only older mails")
                @Min(value = 1, message = "Please give the member next of an answer.")
                @Nullable Long after,
        @Schema(description = "Most mails in the answer; default: 100")
                @Min(value = 1, message = "Please give a whole number from 1 to 1000.")
                @Max(
                        value = PageRequest.LARGEST,
                        message = "Please give a whole number from 1 to 1000.")
                @Nullable Integer limit) {

    int limitOrDefault() {
        return limit == null ? PageRequest.DEFAULT : limit;
    }

    long beforeOrEnd() {
        return after == null ? Long.MAX_VALUE : after;
    }

    /** Never the address. */
    @Override
    public String toString() {
        return "DeliverySearch[…]";
    }
}
