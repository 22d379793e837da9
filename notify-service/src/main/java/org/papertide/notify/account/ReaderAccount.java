package org.papertide.notify.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a person was sent, and what the answers were.
 *
 * @param knownSince since when the address is kept; absent once it is erased
 * @param subscriptions all of the person, whatever their state
 * @param suppression whether and why the address is suppressed
 * @param deliveries their mails, the newest first
 * @param next where the next page begins; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReaderAccount(
        @Nullable Instant knownSince,
        List<SubscriptionEntry> subscriptions,
        @Nullable SuppressionNote suppression,
        List<DeliveryEntry> deliveries,
        @Nullable Long next) {

    public ReaderAccount {
        subscriptions = List.copyOf(subscriptions);
        deliveries = List.copyOf(deliveries);
    }

    /** Never what is in it. */
    @Override
    public String toString() {
        return "ReaderAccount[…]";
    }

    /**
     * A subscription as operators see it, without what it asks for.
     *
     * @param id its number
     * @param state PENDING, ACTIVE or ENDED
     * @param frequency DAILY, WEEKLY or INSTANT
     * @param requestedAt when it was asked for
     * @param confirmedAt when it was confirmed
     * @param endedAt when it ended
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SubscriptionOfReader")
    public record SubscriptionEntry(
            long id,
            String state,
            String frequency,
            Instant requestedAt,
            @Nullable Instant confirmedAt,
            @Nullable Instant endedAt) {}

    /**
     * That the address is suppressed.
     *
     * @param reason what a server, the person or an operator said
     * @param at since when
     */
    @Schema(name = "SuppressionOfReader")
    public record SuppressionNote(String reason, Instant at) {}
}
