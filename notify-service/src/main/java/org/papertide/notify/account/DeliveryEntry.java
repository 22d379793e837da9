package org.papertide.notify.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.returned.ReturnedDelivery;

/**
 * A mail as operators see it; whose it is, is said by the number of its subscription.
 *
 * @param id the row of the ledger, as logs name it
 * @param delivery its name on {@code deliveries.v1}
 * @param edition its edition
 * @param kind the name of its kind
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
 * @param relay the server that had its last attempt, by its name in the settings
 * @param returned as what it came back, each kind once
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
        @Nullable String waitsFor,
        @Nullable String relay,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Return> returned) {

    public DeliveryEntry {
        returned = List.copyOf(returned);
    }

    /**
     * That it came back, for the first time as this.
     *
     * @param kind HARD, SOFT, POLICY, COMPLAINT, AUTO_REPLY, UNSUBSCRIBE, DELAYED or UNKNOWN; of
     *     earlier releases SUCCESS as well
     * @param code of the report, if it names one
     * @param at when
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ReturnOfDelivery")
    public record Return(String kind, @Nullable String code, Instant at) {

        static Return of(ReturnedDelivery mail) {
            return new Return(mail.kind(), mail.code(), mail.at());
        }
    }

    @Override
    public String toString() {
        return "DeliveryEntry[" + id + "]";
    }
}
