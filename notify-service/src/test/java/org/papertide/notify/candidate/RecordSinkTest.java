package org.papertide.notify.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.Ranking;
import org.papertide.events.Window;
import org.papertide.notify.SampleEvents;

class RecordSinkTest {

    private static final Instant NOW = Instant.parse("2026-05-04T06:00:00Z");
    private static final Instant LAST = NOW.plus(Duration.ofDays(1));

    static Stream<Arguments> kinds() {
        var paper = SampleEvents.paper(1, "Tides");
        return Stream.of(
                kind(EventCodec.SCORE, at -> SampleEvents.score(paper, 3, 3, at)),
                kind(
                        EventCodec.RANKING,
                        at -> new Ranking(Order.TOP, Window.DAY, "cs.LG", at, List.of())),
                kind(EventCodec.BREAKOUT, at -> SampleEvents.breakout(paper, 50, at)));
    }

    private static <T> Arguments kind(EventCodec<T> codec, Function<Instant, T> event) {
        return Arguments.of(codec, event);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    <T> void readsNothingThatIsADayAheadOfTheClock(
            EventCodec<T> codec, Function<Instant, T> event) {
        List<Object> read = new ArrayList<>();
        RecordSink sink =
                RecordSink.of(
                        codec,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        changes -> changes.forEach(change -> read.add(change.event())));

        RecordSink.Batch batch =
                sink.decode(
                        List.of(
                                record(codec, event.apply(LAST)),
                                record(codec, event.apply(LAST.plusMillis(1))),
                                record(codec, event.apply(Instant.parse("2199-12-31T23:00:00Z"))),
                                record(codec, event.apply(NOW))));
        batch.apply().run();

        assertThat(read).containsExactly(event.apply(LAST), event.apply(NOW));
        assertThat(batch.unreadable())
                .hasSize(2)
                .allSatisfy(
                        each -> assertThat(each.reason()).endsWith("later than the clock, " + NOW));
    }

    private static <T> ConsumerRecord<byte[], byte[]> record(EventCodec<T> codec, T event) {
        byte[] key = codec.key(event).getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>("topic", 0, 0, key, codec.encode(event));
    }
}
