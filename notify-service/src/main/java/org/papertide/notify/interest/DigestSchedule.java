package org.papertide.notify.interest;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjuster;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

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
    public @Nullable Instant next(Frequency frequency, ZoneId zone, int hour, Instant after) {
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
     * The slot of a subscription of which something else is wanted. One whose frequency, timezone
     * and hour stay keeps its slot. Where the hour alone changes, one that was due already, and
     * waits for the planner, keeps it as well, if its new hour has come on that day: else the
     * digest of that day comes at the new hour. What is left over of a reader's alerts comes at the
     * next of their hours.
     *
     * <p>Another frequency or timezone has its own next slot: the planner may be about to freeze
     * the one that is due, under the name of its day in the old timezone, and the same day under
     * another name would bring a second digest.
     *
     * @param slot the one that it has; absent if nothing is due
     * @param now from when on another slot may be
     * @return absent for alerts of which none is left over
     */
    public @Nullable Instant afterChange(
            Interest before, @Nullable Instant slot, Interest after, Instant now) {
        Frequency frequency = after.frequency();
        ZoneId zone = after.timezone();
        int hour = after.hour();
        boolean alertsLeft = frequency == Frequency.INSTANT && before.frequency() == frequency;
        if (slot == null || (frequency == Frequency.INSTANT && !alertsLeft)) {
            return next(frequency, zone, hour, now);
        }
        Frequency digest = alertsLeft ? Frequency.DAILY : frequency;
        if (before.frequency() != frequency || !before.timezone().equals(zone)) {
            return next(digest, zone, hour, now);
        }
        if (before.hour() == hour) {
            return slot;
        }
        LocalDate day = slot.atZone(zone).toLocalDate();
        boolean hasCome =
                !slot.isAfter(now)
                        && !latest(digest, zone, hour, now)
                                .atZone(zone)
                                .toLocalDate()
                                .isBefore(day);
        return hasCome ? slot : next(digest, zone, hour, now);
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
