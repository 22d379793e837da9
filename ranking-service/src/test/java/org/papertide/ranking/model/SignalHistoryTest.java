package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignalHistoryTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final String[] METRICS = {"UPVOTES", "GITHUB_STARS", "HN_POINTS"};
    private static final String[] SOURCES = {"huggingface", "github"};

    record Reading(String metric, String source, long value, Instant at) {}

    static List<Reading> someReadings(Random random) {
        List<Reading> readings = new ArrayList<>();
        int count = random.nextInt(120);
        for (int i = 0; i < count; i++) {
            readings.add(
                    new Reading(
                            METRICS[random.nextInt(METRICS.length)],
                            SOURCES[random.nextInt(SOURCES.length)],
                            random.nextInt(1000),
                            START.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 50)))));
        }
        return readings;
    }

    static SignalHistory summary(List<Reading> readings) {
        SignalHistory summary = SignalHistory.none();
        for (Reading reading : readings) {
            summary =
                    summary.with(reading.metric(), reading.source(), reading.value(), reading.at());
        }
        return summary;
    }

    @Test
    void isTheSameInWhateverOrderAndHoweverOftenReadingsCome() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Reading> readings = someReadings(random);
            SignalHistory expected = summary(readings);

            List<Reading> again = new ArrayList<>(readings);
            again.addAll(readings);
            Collections.shuffle(again, random);

            assertThat(summary(again)).isEqualTo(expected);
        }
    }

    @Test
    void comesBackFromItsBytes() {
        Random random = new Random(8);
        for (int round = 0; round < 100; round++) {
            SignalHistory readings = summary(someReadings(random));
            assertThat(SignalHistory.fromBytes(readings.toBytes())).isEqualTo(readings);
        }
    }

    @Test
    void staysUnderTwoKilobytesWithMinutelyReadingsForAMonth() {
        SignalHistory readings = SignalHistory.none();
        for (int minute = 0; minute < 60 * 24 * 35; minute++) {
            Instant at = START.plus(Duration.ofMinutes(minute));
            for (String metric : METRICS) {
                readings = readings.with(metric, "source", minute * 3L, at);
            }
        }
        for (int source = 0; source < 500; source++) {
            readings = readings.with("MENTIONS", "invented-" + source, source, START);
        }
        assertThat(readings.toBytes().length).isLessThan(2_000);
        assertThat(readings.entries()).hasSizeLessThanOrEqualTo(SignalHistory.MAX_SERIES);
    }

    @Test
    void keepsTheLastReadingOfEachRecentHourAndTheFirstOfAll() {
        SignalHistory readings = SignalHistory.none();
        for (int minute = 0; minute <= 5 * 60; minute += 10) {
            readings = readings.with("UPVOTES", "hf", minute, START.plusSeconds(60L * minute));
        }
        assertThat(readings.entries().getFirst().series().values)
                .containsExactly(0, 50, 110, 170, 230, 290, 300);
    }

    @Test
    void refusesWhatIsNoCount() {
        assertThatThrownBy(() -> SignalHistory.none().with("UPVOTES", "hf", -1, START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value");
        assertThatThrownBy(() ->
                        SignalHistory.none().with("UPVOTES", "hf", 1, Instant.ofEpochSecond(-1)))
                .hasMessageContaining("observedAt");
    }

    @Test
    void refusesBytesThatAreCutOrForeign() {
        byte[] bytes = SignalHistory.none().with("UPVOTES", "hf", 5, START).toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SignalHistory.fromBytes(cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        bytes[0] = 9;
        assertThatThrownBy(() -> SignalHistory.fromBytes(bytes)).hasMessageContaining("format");
    }
}
