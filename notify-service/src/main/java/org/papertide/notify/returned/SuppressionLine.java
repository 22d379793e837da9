package org.papertide.notify.returned;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.InstantText;

/**
 * A line of a list of suppressed addresses.
 *
 * @param name an address, or a hash
 * @param reason why, in one line and without the address, which is kept as its hash only; null if
 *     the list does not say
 * @param at since when; null if the list does not say
 */
record SuppressionLine(String name, @Nullable String reason, @Nullable Instant at) {

    /** Longest reason, in characters. */
    static final int MAX_REASON = 500;

    private static final Pattern UNWRITABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]+");

    private static final Pattern UTC = Pattern.compile("(?:UTC|UT|Z)$");

    /** 2001-09-09: a smaller number is no time of a mail in seconds. */
    private static final long FIRST_SECOND = 1_000_000_000L;

    SuppressionLine {
        reason = reason == null ? "" : inOneLine(ReasonWithoutAddress.of(reason, name.strip()));
        reason = reason.isEmpty() ? null : reason;
    }

    /**
     * Reads the fields of a line.
     *
     * @param at an instant, seconds since 1970, or a date as mails have it (RFC 5322)
     * @throws UnreadableLineException if the line names nothing, or the time is none
     */
    static SuppressionLine of(@Nullable String name, @Nullable String reason, @Nullable String at) {
        if (name == null || name.isBlank()) {
            throw new UnreadableLineException("There is no address.");
        }
        return new SuppressionLine(
                name, reason, at == null || at.isBlank() ? null : instant(at.strip()));
    }

    private static Instant instant(String text) {
        try {
            if (text.matches("\\d{10,12}") && Long.parseLong(text) >= FIRST_SECOND) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            Instant instant =
                    Character.isLetter(text.charAt(0)) ? dateOfMail(text) : InstantText.parse(text);
            if (!Bounds.contain(instant)) {
                throw new DateTimeException("no time of a mail, nor one that databases keep");
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw new UnreadableLineException(
                    "The time is neither an instant such as 2026-05-04T08:00:00Z, nor a date of a"
                            + " mail, nor seconds since 1970.",
                    e);
        } catch (DateTimeException e) {
            throw new UnreadableLineException("The time is out of range.", e);
        }
    }

    /** As Mailgun exports it: {@code Mon, 04 May 2026 08:00:00 UTC}. */
    private static Instant dateOfMail(String text) {
        return Instant.from(
                DateTimeFormatter.RFC_1123_DATE_TIME.parse(UTC.matcher(text).replaceFirst("GMT")));
    }

    /** Without control characters and halves of characters, of which none is cut in two. */
    static String inOneLine(String text) {
        String line = UNWRITABLE.matcher(text).replaceAll(" ").strip();
        if (line.length() <= MAX_REASON) {
            return line;
        }
        boolean halves = Character.isHighSurrogate(line.charAt(MAX_REASON - 1));
        return line.substring(0, halves ? MAX_REASON - 1 : MAX_REASON);
    }

    /** Never the name. */
    @Override
    public String toString() {
        return "SuppressionLine[…]";
    }
}
