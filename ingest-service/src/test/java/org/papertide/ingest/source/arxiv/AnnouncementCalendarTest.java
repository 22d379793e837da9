package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementCalendarTest {

    private final AnnouncementCalendar calendar =
            new AnnouncementCalendar(Set.of(LocalDate.parse("2026-11-26")));

    @ParameterizedTest
    @CsvSource({
        // Winter: 20:00 Eastern is 01:00 UTC of the next day.
        "2026-11-24T00:59:59Z, 2026-11-23T01:00:00Z, 2026-11-24T01:00:00Z",
        "2026-11-24T01:00:00Z, 2026-11-24T01:00:00Z, 2026-11-25T01:00:00Z",
        // Nothing on Friday and Saturday, and on the Thursday of Thanksgiving.
        "2026-11-28T12:00:00Z, 2026-11-26T01:00:00Z, 2026-11-30T01:00:00Z",
        // Summer: 00:00 UTC.
        "2026-07-07T00:00:00Z, 2026-07-07T00:00:00Z, 2026-07-08T00:00:00Z"
    })
    void knowsTheAnnouncementsAround(Instant now, Instant last, Instant next) {
        assertThat(calendar.last(now)).isEqualTo(last);
        assertThat(calendar.next(now)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T12:00:00Z, 2026-11-23", // Monday
        "2026-11-23T06:00:00Z, 2026-11-20", // Monday, 01:00 Eastern: Friday's may still be there
        "2026-11-21T12:00:00Z, 2026-11-20", // Saturday
        "2026-11-27T12:00:00Z, 2026-11-26" // The day after Thanksgiving
    })
    void knowsTheDayThatFeedsMustBeOf(Instant now, LocalDate day) {
        assertThat(calendar.feedDay(now)).isEqualTo(day);
    }

    @Test
    void knowsTheDaysOnWhichFeedsAreEmpty() {
        assertThat(calendar.isEmptyDay(Instant.parse("2026-11-21T12:00:00Z"))).isTrue();
        assertThat(calendar.isEmptyDay(Instant.parse("2026-11-22T12:00:00Z"))).isTrue();
        assertThat(calendar.isEmptyDay(Instant.parse("2026-11-27T12:00:00Z"))).isTrue();
        assertThat(calendar.isEmptyDay(Instant.parse("2026-11-23T12:00:00Z"))).isFalse();
    }
}
