package org.papertide.notify.subscription;

import java.time.ZoneId;
import org.papertide.notify.interest.Frequency;

/**
 * Subscriptions that share a slot.
 *
 * @param frequencyName how often; INSTANT for readers of alerts who had enough of them for a day
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
