package org.papertide.notify.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A mail as operators see it; whose it is, is said by the number of its subscription.
 *
 * @param id the row of the ledger, as logs name it
 * @param delivery its name on {@code deliveries.v1}
 * @param edition its edition
 * @param kind OPT_IN, WELCOME, ALERT, DAILY or WEEKLY
 * @param plannedAt when its edition was planned
 * @param subscription the number of its subscription
 * @param state PLANNED, CLAIMED, HANDED, ACCEPTED, DEFERRED, REJECTED, UNCERTAIN, EXCLUDED or
 *     EXPIRED
 * @param reason why it is excluded, or the last reply; without addresses
 * @param code of the last reply, if there is one
 * @param queueId the server's name for it
 * @param attempts how often it was tried
 * @param settledAt when its last attempt ended, or it was excluded
 * @param nextAttemptAt when it is tried next; absent if never
 * @param waitsFor the receiving group that it waits for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Delivery")
public record DeliveryEntry(
        long id,
        String delivery,
        long edition,
        String kind,
        Instant plannedAt,
        long subscription,
        String state,
        @Nullable String reason,
        @Nullable String code,
        @Nullable String queueId,
        int attempts,
        @Nullable Instant settledAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String waitsFor) {

    @Override
    public String toString() {
        return "DeliveryEntry[" + id + "]";
    }
}
