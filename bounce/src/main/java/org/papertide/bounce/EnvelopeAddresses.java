package org.papertide.bounce;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.papertide.bounce.mime.Addresses;
import org.papertide.bounce.mime.HeaderFields;
import org.papertide.bounce.mime.MailPart;
import org.papertide.bounce.mime.ParsedMail;

/** The addresses that a returned mail went to, and those that our mail went out from. */
final class EnvelopeAddresses {

    /** Enough for every honest mail. */
    private static final int MOST = 20;

    private static final List<String> RECIPIENT_FIELDS =
            List.of(
                    "delivered-to",
                    "x-original-to",
                    "envelope-to",
                    "x-envelope-to",
                    "x-rcpt-to",
                    "apparently-to",
                    "to",
                    "cc",
                    "resent-to");

    private static final List<String> SENDER_FIELDS =
            List.of("return-path", "x-envelope-from", "original-mail-from", "list-unsubscribe");

    private EnvelopeAddresses() {}

    static List<String> sentTo(HeaderFields fields) {
        Set<String> found = new LinkedHashSet<>();
        RECIPIENT_FIELDS.stream()
                .flatMap(fields::all)
                .flatMap(value -> Addresses.all(value).stream())
                .limit(MOST)
                .forEach(found::add);
        fields.all("received").flatMap(value -> receivedFor(value)).limit(MOST).forEach(found::add);
        return List.copyOf(found);
    }

    /** The "for" clause of a trace field (RFC 5321, 4.4). */
    private static Stream<String> receivedFor(String value) {
        int at = value.indexOf(" for ");
        return at < 0 ? Stream.empty() : Addresses.first(value.substring(at)).stream();
    }

    static List<String> sentFrom(ParsedMail mail) {
        Set<String> found = new LinkedHashSet<>();
        for (MailPart part : mail.parts()) {
            HeaderFields fields =
                    part.quoted() ? part.fields() : HeaderFields.of(part.text().lines().toList());
            SENDER_FIELDS.stream()
                    .flatMap(fields::all)
                    .flatMap(value -> Addresses.all(value).stream())
                    .limit(MOST)
                    .forEach(found::add);
        }
        return found.stream().limit(MOST).toList();
    }
}
