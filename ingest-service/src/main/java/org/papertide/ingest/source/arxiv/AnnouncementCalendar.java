package org.papertide.ingest.source.arxiv;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * When arXiv announces: at 20:00 US Eastern, Sunday to Thursday, but for its holidays
 * (info.arxiv.org/help/availability.html). The feeds of rss.arxiv.org follow at midnight.
 */
record AnnouncementCalendar(Set<LocalDate> holidays) {

    private static final ZoneId EASTERN = ZoneId.of("America/New_York");
    private static final LocalTime EVENING = LocalTime.of(20, 0);

    /** Feeds are made at midnight and may be late. */
    private static final LocalTime FEEDS_ARE_THERE = LocalTime.of(3, 0);

    /** The last announcement at or before an instant. */
    Instant last(Instant now) {
        ZonedDateTime at = now.atZone(EASTERN);
        LocalDate day = at.toLocalDate();
        if (at.toLocalTime().isBefore(EVENING)) {
            day = day.minusDays(1);
        }
        while (!announcesOn(day)) {
            day = day.minusDays(1);
        }
        return day.atTime(EVENING).atZone(EASTERN).toInstant();
    }

    /** The first announcement after an instant. */
    Instant next(Instant now) {
        ZonedDateTime at = now.atZone(EASTERN);
        LocalDate day = at.toLocalDate();
        if (!at.toLocalTime().isBefore(EVENING)) {
            day = day.plusDays(1);
        }
        while (!announcesOn(day)) {
            day = day.plusDays(1);
        }
        return day.atTime(EVENING).atZone(EASTERN).toInstant();
    }

    /** The day that the feeds must be of by now. */
    LocalDate feedDay(Instant now) {
        ZonedDateTime at = now.atZone(EASTERN);
        LocalDate day = at.toLocalDate();
        if (at.toLocalTime().isBefore(FEEDS_ARE_THERE)) {
            day = day.minusDays(1);
        }
        while (!announcesOn(day.minusDays(1))) {
            day = day.minusDays(1);
        }
        return day;
    }

    /** Whether the feeds of today have nothing in them. */
    boolean isEmptyDay(Instant now) {
        return !announcesOn(now.atZone(EASTERN).toLocalDate().minusDays(1));
    }

    /** The day of an instant where arXiv is. */
    static LocalDate day(Instant instant) {
        return instant.atZone(EASTERN).toLocalDate();
    }

    private boolean announcesOn(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.FRIDAY
                && day.getDayOfWeek() != DayOfWeek.SATURDAY
                && !holidays.contains(day);
    }
}
