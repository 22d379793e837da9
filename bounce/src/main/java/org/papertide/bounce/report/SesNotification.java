package org.papertide.bounce.report;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Amazon SES says by mail, through SNS: one JSON text, wrapped like any other. Only its first
 * values of some names are wanted, and so they are looked for, and the text is not parsed.
 *
 * @param type Bounce, Complaint, Delivery or another
 */
public record SesNotification(String type, String text) {

    private static final Set<String> SAYING_NOTHING = Set.of("General", "Undetermined");

    /** Finds one in the text of a mail. */
    public static Optional<SesNotification> find(String text) {
        if (!text.contains("notificationType") && !text.contains("eventType")) {
            return Optional.empty();
        }
        // Where SNS wraps it in a text of its own, its quotes are escaped.
        String unwrapped = text.replace("\n ", "").replace("\n", "").replace("\\\"", "\"");
        return value(unwrapped, "notificationType")
                .or(() -> value(unwrapped, "eventType"))
                .map(type -> new SesNotification(type, unwrapped));
    }

    /**
     * Whether it calls an absence a bounce: it names a subtype that says nothing, and nothing that
     * a report says.
     */
    public boolean isAbsence() {
        return value("bounceType").filter(type -> !type.equals("Permanent")).isPresent()
                && value("bounceSubType").filter(SAYING_NOTHING::contains).isPresent()
                && Stream.of("status", "action", "diagnosticCode")
                        .allMatch(name -> value(name).isEmpty());
    }

    /** The first text of that name. */
    public Optional<String> value(String name) {
        return value(text, name);
    }

    private static Optional<String> value(String text, String name) {
        String key = "\"" + name + "\"";
        int at = text.indexOf(key);
        if (at < 0) {
            return Optional.empty();
        }
        int from = text.indexOf('"', at + key.length());
        int to = from < 0 ? -1 : text.indexOf('"', from + 1);
        return to < 0 ? Optional.empty() : Optional.of(text.substring(from + 1, to));
    }
}
