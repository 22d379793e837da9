package org.papertide.notify.subscription;

import java.time.ZoneId;
import org.papertide.notify.interest.Frequency;

/**
 * Subscriptions that share a slot.
 *
 * @param frequencyName DAILY or WEEKLY
 * @param timezone an IANA name
 * @param hour local hour
 */
public record SlotGroup(String frequencyName, String timezone, int hour) {

    /** How often their digests come. */
    public Frequency frequency() {
        return Frequency.valueOf(frequencyName);
    }

    /** Where the hour is meant. */
    public ZoneId zone() {
        return ZoneId.of(timezone);
    }
}
