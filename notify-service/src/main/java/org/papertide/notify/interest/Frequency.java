package org.papertide.notify.interest;

import java.util.Optional;

/** How often a subscription is served. */
public enum Frequency {
    /** A digest every day at the subscriber's hour. */
    DAILY,
    /** A digest once a week at the subscriber's hour. */
    WEEKLY,
    /** An alert as soon as a paper breaks out. */
    INSTANT;

    /** The frequency of this name on the wire, or empty. */
    public static Optional<Frequency> find(String name) {
        for (Frequency frequency : values()) {
            if (frequency.name().equals(name)) {
                return Optional.of(frequency);
            }
        }
        return Optional.empty();
    }

    /** The stored one of this name; one that only a later release knows is shown as daily. */
    public static Frequency read(String name) {
        return find(name).orElse(DAILY);
    }
}
