package org.papertide.notify.returned;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
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
 * @param at since when; null if the list does not say, or not so that it could be read
 * @param unread what is wrong with the time; null if nothing is
 */
record SuppressionLine(
        String name, @Nullable String reason, @Nullable Instant at, @Nullable String unread) {

    /** Longest reason, in characters. */
    static final int MAX_REASON = 500;

    private static final Pattern UNWRITABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]+");

    private static final String FROM_NOW_ON = " The address is suppressed from now on.";

    private static final Pattern DAY_AND_TIME =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d)(?:[T ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?) ?(UTC|UT|Z|[+-]\\d\\d:\\d\\d)?)?");

    private static final Pattern UTC = Pattern.compile("(?:UTC|UT|Z)$");

    /** 2001-09-09: a smaller number is no time of a mail in seconds. */
    private static final long FIRST_SECOND = 1_000_000_000L;

    SuppressionLine {
        reason = reason == null ? "" : inOneLine(ReasonWithoutAddress.of(reason, name.strip()));
        reason = reason.isEmpty() ? null : reason;
    }

    /** Of which nothing is wrong. */
    SuppressionLine(String name, @Nullable String reason, @Nullable Instant at) {
        this(name, reason, at, null);
    }

    /**
     * Reads the fields of a line. Of a time that is none the address does not suffer: who asked for
     * no more mails gets none.
     *
     * @param at an instant, a day or a time of day without a zone, in UTC; seconds since 1970; or a
     *     date as mails have it (RFC 5322)
     * @throws UnreadableLineException if the line names nothing
     */
    static SuppressionLine of(@Nullable String name, @Nullable String reason, @Nullable String at) {
        if (name == null || name.isBlank()) {
            throw new UnreadableLineException("There is no address.");
        }
        if (at == null || at.isBlank()) {
            return new SuppressionLine(name, reason, null);
        }
        try {
            return new SuppressionLine(name, reason, instant(at.strip()));
        } catch (UnreadableLineException e) {
            return new SuppressionLine(name, reason, null, e.getMessage() + FROM_NOW_ON);
        }
    }

    private static Instant instant(String text) {
        try {
            if (text.matches("\\d{10,12}") && Long.parseLong(text) >= FIRST_SECOND) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            Instant instant = Character.isLetter(text.charAt(0)) ? dateOfMail(text) : inUtc(text);
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

    /** A time without a zone, or with its name, as spreadsheets and databases write it. */
    private static Instant inUtc(String text) {
        Matcher parts = DAY_AND_TIME.matcher(text);
        if (!parts.matches()) {
            return InstantText.parse(text);
        }
        String time = parts.group(2) == null ? "00:00:00" : parts.group(2);
        String zone =
                parts.group(3) == null || parts.group(3).startsWith("U") ? "Z" : parts.group(3);
        return InstantText.parse(parts.group(1) + "T" + time + zone);
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
