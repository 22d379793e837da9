package org.papertide.notify.account;

import java.util.List;
import org.papertide.events.DeliveryOutcome;

/** Where it is published what became of mails. */
@FunctionalInterface
public interface OutcomeSink {

    /**
     * Publishes all of these; returns when they are safe.
     *
     * @throws org.papertide.platform.loop.UnavailableException if they are not; some may be
     *     published
     */
    void publish(List<DeliveryOutcome> outcomes);
}
