package org.papertide.notify.edition;

import java.time.Instant;
import java.util.Objects;
import org.hibernate.StatelessSession;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.subscription.SlotGroup;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;

/** The slots of readers of alerts: they have one as long as something is left over. */
final class RestSlots {

    private RestSlots() {}

    /**
     * Gives those of these that wait for no slot the one at their next hour.
     *
     * @param after the slot is later than that
     */
    static void give(
            StatelessSession session,
            DigestSchedule schedule,
            Long[] subscriptions,
            Instant after) {
        SubscriptionRepository repository = new SubscriptionRepository_(session);
        for (SlotGroup group : repository.withoutSlot(subscriptions)) {
            repository.giveSlot(
                    subscriptions, group.timezone(), group.hour(), next(schedule, group, after));
        }
    }

    /** The slot at the next hour of these, whatever their frequency. */
    static Instant next(DigestSchedule schedule, SlotGroup group, Instant after) {
        return Objects.requireNonNull(
                schedule.next(Frequency.DAILY, group.zone(), group.hour(), after));
    }
}
