package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.events.Metric;
import org.papertide.testing.property.Properties;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

class SignalHistoryTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final List<String> METRICS = List.of("UPVOTES", "GITHUB_STARS", "HN_POINTS");
    private static final List<String> SOURCES = List.of("huggingface", "github");

    record Signal(String metric, String source, long value, Instant at) {}

    /** Up to 120 signals of 50 days, so few sources that all are kept. */
    static Gen<List<Signal>> someSignals() {
        return Properties.lists(signals(METRICS, SOURCES), 0, 120);
    }

    private static Gen<Signal> signals(List<String> metrics, List<String> sources) {
        Gen<String> metric = Generate.pick(metrics);
        Gen<String> source = Generate.pick(sources);
        Gen<Integer> value = Generate.range(0, 999);
        Gen<Integer> minute = Generate.range(0, 60 * 24 * 50 - 1);
        return in ->
                new Signal(
                        metric.generate(in),
                        source.generate(in),
                        value.generate(in),
                        START.plus(Duration.ofMinutes(minute.generate(in))));
    }

    static SignalHistory summary(List<Signal> signals) {
        SignalHistory summary = SignalHistory.none();
        for (Signal signal : signals) {
            summary = summary.with(signal.metric(), signal.source(), signal.value(), signal.at());
        }
        return summary;
    }

    @Test
    void isTheSameInWhateverOrderAndHoweverOftenSignalsCome() {
        Properties.examples(300)
                .forAll(someSignals(), Properties.orders())
                .checkAssert((signals, order) -> {
                    List<Signal> again = new ArrayList<>(signals);
                    again.addAll(signals);
                    order.of(again);
                    assertThat(summary(again)).isEqualTo(summary(signals));
                });
    }

    @Test
    void comesBackFromItsBytes() {
        Properties.examples(100)
                .forAll(someSignals())
                .checkAssert(some -> {
                    SignalHistory signals = summary(some);
                    assertThat(SignalHistory.fromBytes(signals.toBytes())).isEqualTo(signals);
                });
    }

    private static final List<String> ALL_METRICS =
            Stream.of(Metric.values()).map(Metric::name).toList();
    private static final List<String> MANY_SOURCES =
            IntStream.range(0, 12).mapToObj(number -> "source-" + number).toList();

    /** One signal of each source: what counts is known at once. */
    @Test
    void keepsTheHighestOfEveryMetricThenTheSecondWhoeverComesFirst() {
        Properties.examples(300)
                .forAll(
                        Properties.lists(signals(ALL_METRICS, MANY_SOURCES), 0, 60),
                        Properties.orders())
                .checkAssert((signals, order) -> {
                    Map<String, Signal> each = new TreeMap<>();
                    signals.forEach(
                            signal -> each.putIfAbsent(signal.metric() + signal.source(), signal));
                    List<Signal> some = new ArrayList<>(each.values());
                    order.of(some);
                    assertThat(summary(some).entries())
                            .extracting(entry -> entry.metric() + entry.source())
                            .containsExactlyInAnyOrderElementsOf(thatCount(some));
                });
    }

    private static List<String> thatCount(List<Signal> signals) {
        Map<String, List<Signal>> byMetric = new TreeMap<>();
        signals.forEach(signal ->
                byMetric.computeIfAbsent(signal.metric(), _ -> new ArrayList<>()).add(signal));
        byMetric.values()
                .forEach(each ->
                        each.sort(
                                Comparator.comparingLong(Signal::value)
                                        .reversed()
                                        .thenComparing(Signal::source)));
        List<String> first = new ArrayList<>();
        for (int place = 0; place < 60; place++) {
            for (String metric : ALL_METRICS) {
                List<Signal> each = byMetric.getOrDefault(metric, List.of());
                if (place < each.size() && first.size() < SignalHistory.MAX_SERIES) {
                    first.add(metric + each.get(place).source());
                }
            }
        }
        return first;
    }

    @Test
    void aSourceThatGrowsPastOthersIsKeptAgain() {
        SignalHistory signals = SignalHistory.none();
        for (int source = 0; source < 9; source++) {
            signals = signals.with("UPVOTES", "source-" + source, 100 - source, START);
        }
        assertThat(sources(signals)).hasSize(8).doesNotContain("source-8");
        assertThat(signals.with("UPVOTES", "source-8", 92, START)).isSameAs(signals);
        SignalHistory grown = signals.with("UPVOTES", "source-8", 94, START.plusSeconds(1));
        assertThat(sources(grown)).hasSize(8).contains("source-8").doesNotContain("source-7");
    }

    private static List<String> sources(SignalHistory signals) {
        return signals.entries().stream().map(SignalHistory.Entry::source).toList();
    }

    @Test
    void staysUnderTwoKilobytesWithMinutelySignalsForAMonth() {
        SignalHistory signals = SignalHistory.none();
        for (int minute = 0; minute < 60 * 24 * 35; minute++) {
            Instant at = START.plus(Duration.ofMinutes(minute));
            for (String metric : METRICS) {
                signals = signals.with(metric, "source", minute * 3L, at);
            }
        }
        for (int source = 0; source < 500; source++) {
            signals = signals.with("MENTIONS", "invented-" + source, source, START);
        }
        assertThat(signals.toBytes().length).isLessThan(2_000);
        assertThat(signals.entries()).hasSizeLessThanOrEqualTo(SignalHistory.MAX_SERIES);
    }

    @Test
    void keepsTheLastSignalOfEachRecentHourAndTheFirstOfAll() {
        SignalHistory signals = SignalHistory.none();
        for (int minute = 0; minute <= 5 * 60; minute += 10) {
            signals = signals.with("UPVOTES", "hf", minute, START.plusSeconds(60L * minute));
        }
        assertThat(signals.entries().getFirst().series().values)
                .containsExactly(0, 50, 110, 170, 230, 290, 300);
    }

    @Test
    void knowsItsFirstAndItsNewestSignal() {
        SignalHistory none = SignalHistory.none();
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.earliest()).isNull();
        assertThat(none.latest()).isNull();
        SignalHistory one = none.with("UPVOTES", "hf", 5, Instant.EPOCH);
        assertThat(one.isEmpty()).isFalse();
        assertThat(one.earliest()).isEqualTo(Instant.EPOCH);
        assertThat(one.latest()).isEqualTo(Instant.EPOCH);
        SignalHistory more =
                none.with("UPVOTES", "hf", 5, START.plusSeconds(9))
                        .with("UPVOTES", "hf", 6, START.plusSeconds(7200))
                        .with("COMMENTS", "hf", 5, START.plusSeconds(3));
        assertThat(more.earliest()).isEqualTo(START.plusSeconds(3));
        assertThat(more.latest()).isEqualTo(START.plusSeconds(7200));
        assertThat(more).isNotEqualTo(one);
        assertThat(more.hashCode()).isNotEqualTo(one.hashCode());
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
