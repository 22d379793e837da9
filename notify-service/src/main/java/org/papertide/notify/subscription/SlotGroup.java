package org.papertide.notify.subscription;

import java.time.ZoneId;
import java.util.Optional;
import org.papertide.notify.interest.Frequency;

/**
 * Subscriptions that share a slot.
 *
 * @param frequencyName how often; INSTANT for readers of alerts who had enough of them for a day
 * @param timezone an IANA name
 * @param hour local hour
 */
public record SlotGroup(String frequencyName, String timezone, int hour) {

    /** How often their digests come; empty if only a later release knows. */
    public Optional<Frequency> frequency() {
        return Frequency.find(frequencyName);
    }

    /** Where the hour is meant. */
    public ZoneId zone() {
        return ZoneId.of(timezone);
    }
}
