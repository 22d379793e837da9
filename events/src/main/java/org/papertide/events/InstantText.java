package org.papertide.events;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads instants that others write: RFC 3339, also without seconds. {@code 24:00} is the beginning
 * of the next day (ISO 8601). A leap second, {@code 23:59:60} in UTC, counts as the second before
 * it, as clocks that do not know it show it; at any other time a second 60 is none. Years have four
 * digits and no sign, in UTC as well: others overflow what instants are counted in, and RFC 3339
 * cannot say them again.
 */
public final class InstantText {

    /** The first instant that can be written. */
    public static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    /** The last instant that can be written. */
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Pattern SECOND_60 =
            Pattern.compile("(.{10}[Tt]\\d\\d:\\d\\d:)60(?:\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    private static final Pattern HOUR_24 =
            Pattern.compile("(.{10}[Tt])24(:00(?::00(?:\\.0{1,9})?)?(?:[Zz]|[+-]\\d\\d:\\d\\d))");

    private static final long DAY = Duration.ofDays(1).toSeconds();

    private InstantText() {}

    /**
     * The instant that a text names.
     *
     * @throws DateTimeException if it names none
     */
    public static Instant parse(String text) {
        Instant instant = read(text);
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new DateTimeException("a year has four digits in UTC");
        }
        return instant;
    }

    private static Instant read(String text) {
        if (!Character.isDigit(text.isEmpty() ? ' ' : text.charAt(0))) {
            throw new DateTimeException("a year has four digits");
        }
        Matcher hour24 = HOUR_24.matcher(text);
        if (hour24.matches()) {
            return OffsetDateTime.parse(hour24.group(1) + "00" + hour24.group(2))
                    .plusDays(1)
                    .toInstant();
        }
        Matcher second60 = SECOND_60.matcher(text);
        if (!second60.matches()) {
            return OffsetDateTime.parse(text).toInstant();
        }
        Instant before =
                OffsetDateTime.parse(second60.group(1) + "59" + second60.group(2)).toInstant();
        if (Math.floorMod(before.getEpochSecond(), DAY) != DAY - 1) {
            throw new DateTimeException("a leap second is the last one of a day in UTC");
        }
        return before;
    }
}
