package org.papertide.local.stream;

import java.time.DateTimeException;
import java.time.Instant;
import org.papertide.events.InstantText;

/** Where a scan of a topic begins. */
public sealed interface Start {

    /** At the first record that is kept. */
    record Beginning() implements Start {}

    /** At the first record that Kafka took at that instant or later. */
    record At(Instant instant) implements Start {}

    /** With what comes from now on. */
    record Now() implements Start {}

    /**
     * Reads {@code BEGINNING}, {@code NOW} or an instant.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Start parse(String text) {
        if (text.equalsIgnoreCase("beginning")) {
            return new Beginning();
        }
        if (text.equalsIgnoreCase("now")) {
            return new Now();
        }
        try {
            return new At(InstantText.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be BEGINNING, NOW or an instant such as 2026-05-04T08:00:00Z, not "
                            + text,
                    e);
        }
    }
}
