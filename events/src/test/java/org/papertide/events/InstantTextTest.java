package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-05-04T08:00:00Z, 2026-05-04T08:00:00Z",
        "2026-05-04T08:00Z, 2026-05-04T08:00:00Z",
        "2026-05-04t08:00:00.123z, 2026-05-04T08:00:00.123Z",
        "2026-05-04T08:00:00+02:00, 2026-05-04T06:00:00Z",
        "2026-05-04T24:00:00Z, 2026-05-05T00:00:00Z",
        "2026-12-31T24:00Z, 2027-01-01T00:00:00Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
        "2016-12-31T23:59:60.75Z, 2016-12-31T23:59:59Z",
        "2016-12-31T18:59:60-05:00, 2016-12-31T23:59:59Z",
        "2017-01-01T05:29:60+05:30, 2016-12-31T23:59:59Z"
    })
    void readsWhatOthersWrite(String text, Instant instant) {
        assertThat(InstantText.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-05-04",
                "2026-05-04T08:00:00",
                "2026-05-04T24:00:01Z",
                "2026-05-04T24:01Z",
                "2026-05-04T08:00:60Z",
                "2016-12-31T23:59:60+01:00",
                "2016-12-31T23:59:61Z",
                "2026-02-30T23:59:60Z",
                "2026-05-04T25:00Z",
                "+999999999-12-31T23:59:59-18:00",
                "-999999999-01-01T00:00:00+18:00",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T24:00:00Z",
                "9999-12-31T24:00Z",
                "9999-12-31T23:00:00-02:00",
                "0000-01-01T01:00:00+02:00"
            })
    void refusesWhatIsNoInstant(String text) {
        assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeException.class);
    }

    /** Of every day and offset: the end of a day in UTC, and no other minute. */
    @Test
    void knowsALeapSecondInEveryOffset() {
        DateTimeFormatter minute = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
        for (int day = 0; day < 40_000; day += 97) {
            Instant midnight = LocalDate.ofEpochDay(day).atStartOfDay(ZoneOffset.UTC).toInstant();
            ZoneOffset offset = ZoneOffset.ofTotalSeconds((day % 113 - 56) * 15 * 60);
            String zone = offset.equals(ZoneOffset.UTC) ? "Z" : offset.getId();
            String last = minute.format(midnight.minusSeconds(60).atOffset(offset));
            assertThat(InstantText.parse(last + ":60" + zone)).isEqualTo(midnight.minusSeconds(1));
            String other = minute.format(midnight.plusSeconds(60L * (day % 1439)).atOffset(offset));
            assertThatThrownBy(() -> InstantText.parse(other + ":60" + zone))
                    .isInstanceOf(DateTimeException.class);
        }
    }
}
