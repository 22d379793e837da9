package org.papertide.notify.interest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DigestScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private final DigestSchedule schedule = new DigestSchedule(DayOfWeek.MONDAY);

    private Instant next(ZoneId zone, int hour, String after) {
        return next(zone, hour, Instant.parse(after));
    }

    private Instant next(ZoneId zone, int hour, Instant after) {
        Instant next = schedule.next(Frequency.DAILY, zone, hour, after);
        assertThat(next).isNotNull();
        return next == null ? Instant.MIN : next;
    }

    @Test
    void isTheLocalHourOfTodayElseOfTomorrow() {
        assertThat(next(BERLIN, 8, "2026-05-04T05:59:59.999Z")).isEqualTo("2026-05-04T06:00:00Z");
        assertThat(next(BERLIN, 8, "2026-05-04T06:00:00Z")).isEqualTo("2026-05-05T06:00:00Z");
    }

    @Test
    void servesAnHourThatIsSkippedWhenTheGapEnds() {
        // 2026-03-29: 02:00 becomes 03:00.
        assertThat(next(BERLIN, 2, "2026-03-28T12:00:00Z")).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(next(BERLIN, 2, "2026-03-29T01:00:00Z")).isEqualTo("2026-03-30T00:00:00Z");
    }

    @Test
    void servesAnHourThatComesTwiceOnce() {
        // 2026-10-25: 03:00 becomes 02:00 again.
        assertThat(next(BERLIN, 2, "2026-10-24T12:00:00Z")).isEqualTo("2026-10-25T00:00:00Z");
        assertThat(next(BERLIN, 2, "2026-10-25T00:00:00Z")).isEqualTo("2026-10-26T01:00:00Z");
    }

    @Test
    void hasOneSlotPerLocalDayInEveryZoneAllYear() {
        for (String name : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(name);
            Set<String> periods = new HashSet<>();
            Instant slot = Instant.parse("2025-12-31T12:00:00Z");
            for (int i = 0; i < 366; i++) {
                Instant next = next(zone, i % 24, slot.toString());
                assertThat(next).isAfter(slot);
                assertThat(schedule.latest(Frequency.DAILY, zone, i % 24, next)).isEqualTo(next);
                assertThat(schedule.latest(Frequency.DAILY, zone, i % 24, next.minusMillis(1)))
                        .isBefore(next);
                periods.add(schedule.period(Frequency.DAILY, zone, i % 24, next));
                slot =
                        next.atZone(zone)
                                .toLocalDate()
                                .plusDays(1)
                                .atStartOfDay(zone)
                                .toInstant()
                                .minusMillis(1);
            }
            assertThat(periods).as(name).hasSize(366);
        }
    }

    /**
     * Each day has its digest at each hour, whatever the clocks of the zone do, and one only. Zones
     * whose clocks do the same in these years are tried once.
     */
    @Test
    void givesEachDayOnePeriodAtEachHourInEveryZone() {
        Instant begin = Instant.parse("2025-12-31T12:00:00Z");
        Instant end = begin.plus(Duration.ofDays(2 * 366));
        Map<List<Object>, ZoneId> zones = new HashMap<>();
        for (String name : ZoneId.getAvailableZoneIds()) {
            zones.putIfAbsent(clocks(ZoneId.of(name).getRules(), begin, end), ZoneId.of(name));
        }
        assertThat(zones).hasSizeGreaterThan(50);
        for (ZoneId zone : zones.values()) {
            for (int hour = 0; hour < 24; hour++) {
                Instant slot = next(zone, hour, begin);
                LocalDate day = day(zone, hour, slot);
                while (slot.isBefore(end)) {
                    slot = next(zone, hour, slot);
                    day = day.plusDays(1);
                    assertThat(day(zone, hour, slot)).as("%s at %d", zone, hour).isEqualTo(day);
                }
            }
        }
    }

    private LocalDate day(ZoneId zone, int hour, Instant slot) {
        String period = schedule.period(Frequency.DAILY, zone, hour, slot);
        return LocalDate.parse(period.substring(0, period.indexOf(' ')));
    }

    /** What the clocks show at first, and how they change. */
    private static List<Object> clocks(ZoneRules rules, Instant begin, Instant end) {
        List<Object> clocks = new ArrayList<>();
        clocks.add(rules.getOffset(begin));
        ZoneOffsetTransition next = rules.nextTransition(begin);
        while (next != null && next.getInstant().isBefore(end)) {
            clocks.add(next);
            next = rules.nextTransition(next.getInstant());
        }
        return clocks;
    }

    @Test
    void isOfTheDayBeforeWhenAGapEndsAtMidnight() {
        ZoneId nuuk = ZoneId.of("America/Nuuk");
        // 2026-03-28: 23:00 becomes 00:00 of the 29th.
        Instant slot = next(nuuk, 23, "2026-03-28T12:00:00Z");
        assertThat(schedule.period(Frequency.DAILY, nuuk, 23, slot)).startsWith("2026-03-28");
        Instant following = next(nuuk, 23, slot.toString());
        assertThat(schedule.period(Frequency.DAILY, nuuk, 23, following)).startsWith("2026-03-29");
    }

    @Test
    void servesATravellerWhoMovesWestOnTheSameDate() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        ZoneId losAngeles = ZoneId.of("America/Los_Angeles");
        Instant inTokyo = next(tokyo, 8, "2026-05-03T20:00:00Z");
        Instant inLosAngeles = next(losAngeles, 8, inTokyo.toString());

        assertThat(inLosAngeles.atZone(losAngeles).toLocalDate())
                .isEqualTo(inTokyo.atZone(tokyo).toLocalDate());
        assertThat(schedule.period(Frequency.DAILY, losAngeles, 8, inLosAngeles))
                .isNotEqualTo(schedule.period(Frequency.DAILY, tokyo, 8, inTokyo));
    }

    @Test
    void isWeeklyOnTheWeekdayOfTheSettings() {
        Instant after = Instant.parse("2026-05-05T00:00:00Z");
        assertThat(schedule.next(Frequency.WEEKLY, BERLIN, 8, after))
                .isEqualTo("2026-05-11T06:00:00Z");
        assertThat(schedule.latest(Frequency.WEEKLY, BERLIN, 8, after))
                .isEqualTo("2026-05-04T06:00:00Z");
        assertThat(
                        schedule.period(
                                Frequency.WEEKLY, BERLIN, 8, Instant.parse("2027-01-01T08:00:00Z")))
                .isEqualTo("2026-W53 Europe/Berlin");
    }

    private static Interest wanting(Frequency frequency, ZoneId zone, int hour) {
        return new Interest(
                frequency, zone, hour, List.of(), List.of(), List.of(), List.of(), null, 10);
    }

    private @Nullable Instant afterChange(
            Interest before, @Nullable String slot, Interest after, String now) {
        return schedule.afterChange(
                before, slot == null ? null : Instant.parse(slot), after, Instant.parse(now));
    }

    /** Whether it is to come, or waits for the planner, for a moment or for hours. */
    @Test
    void keepsTheSlotOfWhoeverWantsTheSameAtTheSameHour() {
        for (Frequency frequency : Frequency.values()) {
            Interest same = wanting(frequency, BERLIN, 8);
            for (String now :
                    List.of(
                            "2026-05-04T05:59:59.999Z",
                            "2026-05-04T06:00:00Z",
                            "2026-05-04T06:00:00.500Z",
                            "2026-05-04T11:00:00Z",
                            "2026-05-05T11:00:00Z")) {
                assertThat(afterChange(same, "2026-05-04T06:00:00Z", same, now))
                        .as("%s at %s", frequency, now)
                        .isEqualTo("2026-05-04T06:00:00Z");
            }
        }
    }

    @Test
    void givesASlotToWhoeverHasNone() {
        Interest alerts = wanting(Frequency.INSTANT, BERLIN, 8);
        Interest daily = wanting(Frequency.DAILY, BERLIN, 8);
        assertThat(afterChange(alerts, null, alerts, "2026-05-04T05:00:00Z")).isNull();
        assertThat(afterChange(alerts, null, daily, "2026-05-04T05:00:00Z"))
                .isEqualTo("2026-05-04T06:00:00Z");
        assertThat(afterChange(daily, "2026-05-04T06:00:00Z", alerts, "2026-05-04T05:00:00Z"))
                .isNull();
    }

    /** Of a day that is due no digest is lost, and none comes twice: it comes now or later. */
    @Test
    void bringsTheDigestOfADueDayAtTheNewHour() {
        String slot = "2026-05-04T06:00:00Z";
        String now = "2026-05-04T06:00:00.500Z";
        Interest at8 = wanting(Frequency.DAILY, BERLIN, 8);

        assertThat(afterChange(at8, slot, wanting(Frequency.DAILY, BERLIN, 6), now))
                .isEqualTo(slot);
        assertThat(afterChange(at8, slot, wanting(Frequency.DAILY, BERLIN, 20), now))
                .isEqualTo("2026-05-04T18:00:00Z");
    }

    /** The planner may have read it already: the same day by another name would come again. */
    @Test
    void beginsAnewWithAnotherTimezoneOrFrequency() {
        String slot = "2026-05-04T06:00:00Z";
        String now = "2026-05-04T06:00:00.500Z";
        Interest at8 = wanting(Frequency.DAILY, BERLIN, 8);

        for (String zone : List.of("Asia/Tokyo", "America/New_York")) {
            Interest there = wanting(Frequency.DAILY, ZoneId.of(zone), 8);
            assertThat(afterChange(at8, slot, there, now))
                    .isEqualTo(
                            schedule.next(Frequency.DAILY, ZoneId.of(zone), 8, Instant.parse(now)))
                    .isAfter(now);
        }
        // A Monday, on which weekly digests come.
        assertThat(afterChange(at8, slot, wanting(Frequency.WEEKLY, BERLIN, 8), now))
                .isEqualTo("2026-05-11T06:00:00Z");
        assertThat(
                        afterChange(
                                at8,
                                "2026-05-05T06:00:00Z",
                                wanting(Frequency.WEEKLY, BERLIN, 8),
                                "2026-05-05T06:00:00.500Z"))
                .isEqualTo("2026-05-11T06:00:00Z");
    }

    @Test
    void bringsAlertsThatAreLeftOverAtTheNewHour() {
        Interest at18 = wanting(Frequency.INSTANT, BERLIN, 18);
        String slot = "2026-05-04T16:00:00Z";
        String now = "2026-05-04T12:00:00Z";

        assertThat(afterChange(at18, slot, wanting(Frequency.INSTANT, BERLIN, 20), now))
                .isEqualTo("2026-05-04T18:00:00Z");
        assertThat(afterChange(at18, slot, wanting(Frequency.INSTANT, BERLIN, 8), now))
                .isEqualTo("2026-05-05T06:00:00Z");
        assertThat(afterChange(at18, slot, wanting(Frequency.DAILY, BERLIN, 18), now))
                .isEqualTo(slot);
    }

    @Test
    void hasNoSlotsForAlerts() {
        assertThat(schedule.next(Frequency.INSTANT, BERLIN, 8, Instant.EPOCH)).isNull();
    }
}
