package org.papertide.ingest.source;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the dates of listings: ISO 8601 with or without time and offset (also unpadded, as some
 * services write it), and RFC 822 with any weekday. Without an offset they are UTC.
 */
final class Dates {

    /** The oldest papers on arXiv were put there afterwards; none is from before this. */
    private static final Instant EARLIEST = Instant.parse("1985-01-01T00:00:00Z");

    /** Clocks and time zones of sources are off by this much at most. */
    private static final Duration AHEAD = Duration.ofDays(2);

    private static final Pattern ISO_DAY =
            Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ](.+))?");
    private static final Pattern WEEKDAY = Pattern.compile("^[A-Za-z]{3,9},\\s*");
    private static final DateTimeFormatter MAIL =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("d MMM yyyy H:mm[:ss]")
                    .toFormatter(Locale.ENGLISH);

    private Dates() {}

    /**
     * The instant that a text names.
     *
     * @throws IllegalArgumentException if it names none, or one that no paper can have: before 1985
     *     or more than 2 days ahead of the clock. Such a date stands for a missing value or a
     *     mistake of the source, and a paper of the year 2090 would be the newest of all for 60
     *     years.
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
        Matcher iso = ISO_DAY.matcher(text);
        if (!iso.matches()) {
            return parseMail(WEEKDAY.matcher(text).replaceFirst(""));
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
        if (time.endsWith("Z") || time.matches(".*[+-]\\d\\d:?\\d\\d")) {
            String padded = time.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
            return OffsetDateTime.parse(day + "T" + padded).toInstant();
        }
        return LocalDateTime.of(day, LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
    }

    private static Instant parseMail(String text) {
        int space = text.lastIndexOf(' ');
        if (space < 0) {
            throw new DateTimeException("neither ISO 8601 nor RFC 822");
        }
        return LocalDateTime.parse(text.substring(0, space), MAIL)
                .toInstant(offset(text.substring(space + 1)));
    }

    private static ZoneOffset offset(String zone) {
        return switch (zone.toUpperCase(Locale.ROOT)) {
            case "GMT", "UT", "UTC", "Z" -> ZoneOffset.UTC;
            case "EST" -> ZoneOffset.ofHours(-5);
            case "EDT" -> ZoneOffset.ofHours(-4);
            default -> ZoneOffset.of(zone);
        };
    }

    private static String abbreviate(String text) {
        String line = SingleLineText.of(text);
        return "'" + (line.length() <= 40 ? line : line.substring(0, 40) + "…") + "'";
    }
}
