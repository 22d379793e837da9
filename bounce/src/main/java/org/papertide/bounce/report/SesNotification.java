package org.papertide.bounce.report;

import java.util.Map;
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

    /** Of addresses that do not exist. */
    private static final String NO_EMAIL = "NoEmail";

    /** The subtypes of bounces that say why, in words of servers. */
    private static final Map<String, String> CAUSES =
            Map.of(
                    NO_EMAIL,
                    "the email address does not exist",
                    "MailboxFull",
                    "mailbox full",
                    "MessageTooLarge",
                    "message too large",
                    "ContentRejected",
                    "content rejected",
                    "AttachmentRejected",
                    "attachment rejected");

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

    /** Why it bounced, as the subtype says; empty if that says nothing. */
    public Optional<String> cause() {
        return value("bounceSubType").map(CAUSES::get);
    }

    /** Whether Amazon says that the address does not exist, and always will not. */
    public boolean isOfAddress() {
        return value("bounceType").filter("Permanent"::equals).isPresent()
                && value("bounceSubType").filter(NO_EMAIL::equals).isPresent();
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
