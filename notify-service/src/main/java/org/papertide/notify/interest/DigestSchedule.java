package org.papertide.notify.interest;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjuster;
import java.time.temporal.TemporalAdjusters;

/**
 * When digests are due: each local day, or each local week on one weekday, at the subscriber's
 * hour.
 *
 * <p>One slot per local day, whatever the clocks do: an hour that daylight saving time skips is
 * served as soon as the gap ends, an hour that comes twice the first time ({@link
 * java.time.LocalDateTime#atZone}).
 *
 * @param weeklyDay the weekday of weekly digests
 */
public record DigestSchedule(DayOfWeek weeklyDay) {

    /** Longer than any zone's widest change of date line and clocks: a day that was skipped. */
    private static final int DAYS_TO_LOOK_BACK = 3;

    private static final int DAYS_A_WEEK = DayOfWeek.values().length;

    /** The first slot after an instant; absent for alerts. */
    public @org.jspecify.annotations.Nullable Instant next(
            Frequency frequency, ZoneId zone, int hour, Instant after) {
        return switch (frequency) {
            case INSTANT -> null;
            case DAILY -> following(day -> day, 1, zone, hour, after);
            case WEEKLY ->
                    following(
                            TemporalAdjusters.nextOrSame(weeklyDay),
                            DAYS_A_WEEK,
                            zone,
                            hour,
                            after);
        };
    }

    /**
     * The last slot at or before an instant.
     *
     * @throws IllegalArgumentException for alerts, which have no slots
     */
    public Instant latest(Frequency frequency, ZoneId zone, int hour, Instant at) {
        LocalDate date = at.atZone(zone).toLocalDate().plusDays(1);
        while (true) {
            if (isDay(frequency, date)) {
                Instant slot = slot(date, hour, zone);
                if (!slot.isAfter(at)) {
                    return slot;
                }
            }
            date = date.minusDays(1);
        }
    }

    /**
     * The name of a subscriber's day or week, in which there is one digest. It is a day of one
     * timezone: whoever travels west may have two digests within a date, and misses none.
     *
     * @param slot a slot of this hour, or any other instant
     */
    public String period(Frequency frequency, ZoneId zone, int hour, Instant slot) {
        LocalDate local = day(zone, hour, slot);
        String where = " " + zone.getId();
        return switch (frequency) {
            case DAILY -> local + where;
            case WEEKLY ->
                    "%d-W%02d"
                                    .formatted(
                                            local.get(IsoFields.WEEK_BASED_YEAR),
                                            local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))
                            + where;
            case INSTANT -> throw new IllegalArgumentException("alerts have no periods");
        };
    }

    /** The day that a slot is for: after a gap over midnight, it is on the next one. */
    private static LocalDate day(ZoneId zone, int hour, Instant slot) {
        LocalDate date = slot.atZone(zone).toLocalDate();
        boolean isOfTheDayBefore =
                !slot(date, hour, zone).equals(slot)
                        && slot(date.minusDays(1), hour, zone).equals(slot);
        return isOfTheDayBefore ? date.minusDays(1) : date;
    }

    private static Instant following(
            TemporalAdjuster toFirst, int daysApart, ZoneId zone, int hour, Instant after) {
        LocalDate date =
                after.atZone(zone).toLocalDate().minusDays(DAYS_TO_LOOK_BACK).with(toFirst);
        while (true) {
            Instant slot = slot(date, hour, zone);
            if (slot.isAfter(after)) {
                return slot;
            }
            date = date.plusDays(daysApart);
        }
    }

    private boolean isDay(Frequency frequency, LocalDate date) {
        return switch (frequency) {
            case DAILY -> true;
            case WEEKLY -> date.getDayOfWeek() == weeklyDay;
            case INSTANT -> throw new IllegalArgumentException("alerts have no slots");
        };
    }

    private static Instant slot(LocalDate date, int hour, ZoneId zone) {
        return date.atTime(hour, 0).atZone(zone).toInstant();
    }
}
