package org.papertide.notify.account;

import java.util.List;
import org.papertide.events.DeliveryOutcome;

/** Where it is told what became of mails. */
@FunctionalInterface
public interface OutcomeSink {

    /**
     * Tells of all of these; returns when they are safe.
     *
     * @throws org.papertide.platform.loop.UnavailableException if they are not; some may be told
     */
    void tell(List<DeliveryOutcome> outcomes);
}
