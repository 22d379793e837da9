package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.id;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;
import static org.papertide.ranking.topology.StreamDriver.ids;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Bounds;
import org.papertide.events.DeadLetter;
import org.papertide.events.EventCodec;
import org.papertide.events.PastRankings;
import org.papertide.events.Signal;
import org.papertide.events.Tick;
import org.papertide.events.Topic;

/** What cannot be read goes to the dead letters, and stops nobody. */
class UnreadableInputTest {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");

    private final StreamDriver stream = new StreamDriver(START);

    @AfterEach
    void close() {
        stream.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PAPERS  | {\"id\":          | paper: not JSON",
                "PAPERS  | {}                | paper",
                "PAPERS  | null              | paper: null",
                "SIGNALS | []                | signal",
                "SIGNALS | {\"paperId\":\"x\"} | signal: paperId",
                "TICKS   | {\"at\":\"never\"} | tick: at",
                "PRIORS  | {}                | priors",
                "PAST_RANKINGS | {}          | past-rankings"
            })
    void goesToTheDeadLettersWithItsReason(Topic topic, String value, String reason) {
        stream.tick();
        stream.send(topic, "key", value.getBytes(StandardCharsets.UTF_8));
        stream.paper(paper(1, START, "cs.LG"));
        stream.pass(Duration.ofSeconds(1));

        TestRecord<byte[], byte[]> letter = onlyLetter(topic);
        assertThat(letter.key()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.value()).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
        assertThat(header(letter, DeadLetter.REASON)).startsWith(reason);
        assertThat(header(letter, DeadLetter.ORIGIN)).startsWith("t." + topic.baseName() + "-0@");
        assertThat(ids(stream.ranking("rising/day"))).containsExactly(id(1).name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1                   | signal: value: below 0",
                "'\"many\"'           | signal: value",
                "NaN                  | signal: not JSON",
                "-Infinity            | signal: not JSON",
                "2.5                  | signal: value",
                "1e30                 | signal: value",
                "9223372036854775808  | signal: value",
                "1000000000001        | signal: value",
                "null                 | signal: value",
                "{}                   | signal: value"
            })
    void isAValueThatIsNoCount(String value, String reason) {
        String json =
                """
                {"paperId":"arxiv:2501.00001","metric":"UPVOTES","value":%s,\
                "observedAt":"2025-03-03T09:59:00Z","source":"huggingface"}\
                """
                        .formatted(value);
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.send(Topic.SIGNALS, id(1).value(), json.getBytes(StandardCharsets.UTF_8));
        stream.signal(upvotes(1, Bounds.MAX_COUNT, START));
        stream.pass(Duration.ofSeconds(1));

        assertThat(header(onlyLetter(Topic.SIGNALS), DeadLetter.REASON)).startsWith(reason);
        assertThat(lastCount()).isEqualTo(Bounds.MAX_COUNT);
        assertThat(stream.count("assessments.failed")).isZero();
    }

    @Test
    void isAPastThatHasNotCome() {
        stream.tick();
        PastRankings past =
                new PastRankings("cs.LG", START.plus(Duration.ofMinutes(15)), List.of(), List.of());
        stream.send(Topic.PAST_RANKINGS, past.key(), EventCodec.PAST_RANKINGS.encode(past));
        stream.pass(Duration.ofSeconds(1));

        assertThat(header(onlyLetter(Topic.PAST_RANKINGS), DeadLetter.REASON))
                .startsWith("past-rankings: at: later than the clock");
    }

    @Test
    void isASignalThatComesFromTheFuture() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.signal(upvotes(1, 500, START.plus(Duration.ofMinutes(5)).plusMillis(1)));
        stream.pass(Duration.ofHours(1));

        assertThat(header(onlyLetter(Topic.SIGNALS), DeadLetter.REASON))
                .contains("observedAt")
                .contains(START.toString());
        assertThat(stream.ranking("top/day").entries().getFirst().reasons().getFirst().reading())
                .isZero();
    }

    @Test
    void isNotASignalOfAClockThatIsALittleFast() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.signal(upvotes(1, 500, START.plus(Duration.ofMinutes(5))));
        assertThat(stream.read(Topic.SIGNALS_DLQ)).isEmpty();
        stream.pass(Duration.ofMinutes(4));
        assertThat(lastCount()).isZero();

        stream.pass(Duration.ofMinutes(1));

        assertThat(lastCount()).isEqualTo(500);
    }

    @Test
    void isASignalFromBefore1970() {
        Signal old = upvotes(1, 5, Instant.parse("1969-12-31T23:59:59Z"));
        stream.tick();
        stream.signal(old);

        assertThat(header(onlyLetter(Topic.SIGNALS), DeadLetter.REASON)).contains("before 1970");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2025-03-03T10:05:00.001Z", "2036-01-01T00:00:00Z", "2199-12-31T23:59:59Z"})
    void isATickOfAClockThatIsFarAhead(Instant at) {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.send(Topic.TICKS, "tick", EventCodec.TICK.encode(new Tick(at)));
        stream.pass(Duration.ofSeconds(1));
        stream.signal(upvotes(1, 500, START.plusSeconds(1)));
        stream.pass(Duration.ofSeconds(1));

        assertThat(header(onlyLetter(Topic.TICKS), DeadLetter.REASON))
                .startsWith("tick: at: later than the clock, " + START);
        assertThat(stream.ranking("rising/day").asOf())
                .isBetween(START.plusSeconds(1), START.plusSeconds(2));
        assertThat(lastCount()).isEqualTo(500);
    }

    @Test
    void isNotATickOfAClockThatIsALittleFast() {
        stream.send(Topic.TICKS, "tick", EventCodec.TICK.encode(new Tick(START.plusSeconds(300))));

        assertThat(stream.read(Topic.TICKS_DLQ)).isEmpty();
    }

    @Test
    void isCutWhereNoTopicWouldTakeIt() {
        stream.tick();
        stream.send(Topic.PAPERS, "key", new byte[6_000_000]);

        TestRecord<byte[], byte[]> letter = onlyLetter(Topic.PAPERS);
        assertThat(letter.value()).hasSize(DeadLetter.MAX_VALUE);
        assertThat(header(letter, DeadLetter.SIZE)).isEqualTo("6000000");
    }

    @Test
    void isARecordWhoseKeyIsAnother() {
        stream.tick();
        stream.send(Topic.PAPERS, "arxiv:2501.99999", EventCodec.PAPER.encode(paper(1, START)));
        stream.send(Topic.SIGNALS, null, EventCodec.SIGNAL.encode(upvotes(1, 5, START)));

        assertThat(header(onlyLetter(Topic.PAPERS), DeadLetter.REASON)).contains("key");
        assertThat(header(onlyLetter(Topic.SIGNALS), DeadLetter.REASON)).contains("key");
    }

    @Test
    void isASignalWithoutValue() {
        stream.tick();
        stream.send(Topic.SIGNALS, id(1).value(), null);

        assertThat(onlyLetter(Topic.SIGNALS).value()).isNull();
    }

    @Test
    void isAPaperWithACategoryThatIsNoName() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        for (String category : List.of("a b\n", "x".repeat(3_000), "", "\u3000")) {
            byte[] good = EventCodec.PAPER.encode(paper(2, START, "cs.LG"));
            String bad =
                    new String(good, StandardCharsets.UTF_8)
                            .replace("\"cs.LG\"", new TextNode(category).toString());
            stream.send(Topic.PAPERS, id(2).value(), bad.getBytes(StandardCharsets.UTF_8));
        }
        stream.pass(Duration.ofSeconds(1));

        assertThat(stream.read(Topic.PAPERS_DLQ))
                .hasSize(4)
                .allSatisfy(letter ->
                        assertThat(header(letter, DeadLetter.REASON))
                                .contains("no category's name"));
        assertThat(stream.rankings().keySet())
                .containsExactlyInAnyOrder(
                        "rising/day",
                        "rising/week",
                        "rising/month",
                        "top/day",
                        "top/week",
                        "top/month",
                        "rising/day/cs.LG",
                        "rising/week/cs.LG",
                        "rising/month/cs.LG",
                        "top/day/cs.LG",
                        "top/week/cs.LG",
                        "top/month/cs.LG");
    }

    private long lastCount() {
        return stream.ranking("top/day").entries().getFirst().reasons().getFirst().reading();
    }

    private TestRecord<byte[], byte[]> onlyLetter(Topic topic) {
        List<TestRecord<byte[], byte[]>> letters = stream.read(topic.deadLetters());
        assertThat(letters).hasSize(1);
        return letters.getFirst();
    }

    private static @Nullable String header(TestRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
