package org.papertide.notify.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some mails: of an edition in the order of their subscriptions, of a reader or a webhook the
 * newest first.
 *
 * @param deliveries at most as many as were asked for
 * @param next where the next page begins; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryPage(List<DeliveryEntry> deliveries, @Nullable String next) {

    public DeliveryPage {
        deliveries = List.copyOf(deliveries);
    }
}
