package org.papertide.ingest.source;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.events.InstantText;

/**
 * Reads the dates of listings: ISO 8601 with or without time and offset (also unpadded, as some
 * services write it), and RFC 822 as RFC 5322, 4.3 wants it to be read: any weekday or none, years
 * of two digits, zones by name, no seconds, comments. Without an offset they are UTC.
 */
final class Dates {

    /** The oldest papers on arXiv were put there afterwards; none is from before this. */
    private static final Instant EARLIEST = Instant.parse("1985-01-01T00:00:00Z");

    /** Clocks and time zones of sources are off by this much at most. */
    private static final Duration AHEAD = Duration.ofDays(2);

    /** Longer texts are no dates; what is read by expressions has a limit. */
    private static final int MAX_LENGTH = 100;

    private static final Pattern ISO_DAY =
            Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[Tt ](.+))?");
    private static final Pattern ISO_OFFSET =
            Pattern.compile("(.*?) ?(?:([+-]\\d\\d)(?::?(\\d\\d))?|(Z|UTC|GMT|UT))");
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Pattern MAIL =
            Pattern.compile(
                    "(?:[A-Za-z]{3,9}\\.? ?,? )?(\\d{1,2})[ -]([A-Za-z]{3})[a-z]{0,6}\\.?[ -](\\d{2,4})"
                            + "(?: (\\d{1,2}) ?: ?(\\d{2})(?: ?: ?(\\d{2})(?:\\.\\d+)?)?)?"
                            + "(?: ?([A-Za-z]{1,5}|[+-]\\d\\d:?\\d\\d))?");
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");

    /**
     * Ahead of UTC: the zones of RFC 822, and others that are usual and mean one thing. Left out
     * are IST (India, Ireland, Israel), AST and the letters of the military, of which RFC 5322, 4.3
     * says that they say nothing: a time that is hours off would be taken for a true one.
     */
    private static final Map<String, ZoneOffset> ZONES =
            Map.ofEntries(
                    zone("UT", "Z"),
                    zone("UTC", "Z"),
                    zone("GMT", "Z"),
                    zone("Z", "Z"),
                    zone("WET", "Z"),
                    zone("EST", "-05:00"),
                    zone("EDT", "-04:00"),
                    zone("CST", "-06:00"),
                    zone("CDT", "-05:00"),
                    zone("MST", "-07:00"),
                    zone("MDT", "-06:00"),
                    zone("PST", "-08:00"),
                    zone("PDT", "-07:00"),
                    zone("AKST", "-09:00"),
                    zone("AKDT", "-08:00"),
                    zone("HST", "-10:00"),
                    zone("BRT", "-03:00"),
                    zone("WEST", "+01:00"),
                    zone("BST", "+01:00"),
                    zone("CET", "+01:00"),
                    zone("MEZ", "+01:00"),
                    zone("CEST", "+02:00"),
                    zone("MESZ", "+02:00"),
                    zone("EET", "+02:00"),
                    zone("SAST", "+02:00"),
                    zone("EEST", "+03:00"),
                    zone("MSK", "+03:00"),
                    zone("PKT", "+05:00"),
                    zone("HKT", "+08:00"),
                    zone("SGT", "+08:00"),
                    zone("AWST", "+08:00"),
                    zone("JST", "+09:00"),
                    zone("KST", "+09:00"),
                    zone("ACST", "+09:30"),
                    zone("ACDT", "+10:30"),
                    zone("AEST", "+10:00"),
                    zone("AEDT", "+11:00"),
                    zone("NZST", "+12:00"),
                    zone("NZDT", "+13:00"));

    private static Map.Entry<String, ZoneOffset> zone(String name, String offset) {
        return Map.entry(name, ZoneOffset.of(offset));
    }

    private Dates() {}

    /**
     * The instant that a text names.
     *
     * @throws IllegalArgumentException if it names none, in a zone that is not known, or one that
     *     no paper can have: before 1985 or more than 2 days ahead of the clock. Such a date stands
     *     for a missing value or a mistake of the source, and a paper of the year 2090 would be the
     *     newest of all for 60 years.
     */
    static Instant read(String text, Clock clock) {
        Instant instant;
        try {
            instant = parse(SingleLineText.of(text));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("no date: " + abbreviate(text), e);
        }
        if (instant.isBefore(EARLIEST)) {
            throw new IllegalArgumentException(abbreviate(text) + " is before 1985");
        }
        if (instant.isAfter(clock.instant().plus(AHEAD))) {
            throw new IllegalArgumentException(abbreviate(text) + " is in the future");
        }
        return instant;
    }

    private static Instant parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new DateTimeException("longer than any date");
        }
        Matcher iso = ISO_DAY.matcher(text);
        if (!iso.matches()) {
            return parseMail(text);
        }
        LocalDate day =
                LocalDate.of(
                        Integer.parseInt(iso.group(1)),
                        Integer.parseInt(iso.group(2)),
                        Integer.parseInt(iso.group(3)));
        String time = iso.group(4);
        if (time == null) {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        Matcher offset = ISO_OFFSET.matcher(time.toUpperCase(Locale.ROOT));
        if (!offset.matches()) {
            return InstantText.parse(day + "T" + time + "Z");
        }
        String hours = offset.group(2);
        String minutes = offset.group(3);
        String zone = hours == null ? "Z" : hours + ":" + (minutes == null ? "00" : minutes);
        return InstantText.parse(day + "T" + offset.group(1) + zone);
    }

    private static Instant parseMail(String text) {
        Matcher mail = MAIL.matcher(withoutComments(text));
        if (!mail.matches()) {
            throw new DateTimeException("neither ISO 8601 nor RFC 822");
        }
        LocalDate day =
                LocalDate.of(
                        year(mail.group(3)),
                        MONTHS.indexOf(mail.group(2).toLowerCase(Locale.ROOT)) + 1,
                        Integer.parseInt(mail.group(1)));
        LocalTime time = LocalTime.MIDNIGHT;
        if (mail.group(4) != null) {
            int second = mail.group(6) == null ? 0 : Integer.parseInt(mail.group(6));
            time =
                    LocalTime.of(
                            Integer.parseInt(mail.group(4)),
                            Integer.parseInt(mail.group(5)),
                            second == 60 ? 59 : second); // A leap second.
        }
        return LocalDateTime.of(day, time).toInstant(offset(mail.group(7)));
    }

    /** Comments may stand in comments. */
    private static String withoutComments(String text) {
        String before;
        String after = text;
        do {
            before = after;
            after = COMMENT.matcher(before).replaceAll(" ");
        } while (!after.equals(before));
        return SingleLineText.of(after);
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return switch (digits.length()) {
            case 2 -> year < 50 ? 2000 + year : 1900 + year;
            case 3 -> 1900 + year;
            default -> year;
        };
    }

    private static ZoneOffset offset(@Nullable String zone) {
        if (zone == null) {
            return ZoneOffset.UTC;
        }
        if (zone.startsWith("+") || zone.startsWith("-")) {
            return ZoneOffset.of(zone);
        }
        ZoneOffset offset = ZONES.get(zone.toUpperCase(Locale.ROOT));
        if (offset == null) {
            throw new IllegalArgumentException("the time zone " + zone + " is not known");
        }
        return offset;
    }

    private static String abbreviate(String text) {
        String line = SingleLineText.of(text);
        return "'" + (line.length() <= 40 ? line : line.substring(0, 40) + "…") + "'";
    }
}
