package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The wire form is frozen: a change that breaks one of the sample files breaks somebody's consumer.
 */
class WireFormTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Arguments event(String sample, EventCodec<?> codec, Object event) {
        return Arguments.of(sample, codec, event);
    }

    static Stream<Arguments> samples() {
        return Stream.of(
                event("paper.v1", EventCodec.PAPER, Samples.paper()),
                event("paper.v1-merged", EventCodec.PAPER, Samples.merged()),
                event("signal.v1", EventCodec.SIGNAL, Samples.signal()),
                event("score.v1", EventCodec.SCORE, Samples.score()),
                event("score.v1-trial", EventCodec.SCORE, Samples.scoreBesideTrial()),
                event("score.v1-many-authors", EventCodec.SCORE, Samples.scoreOfManyAuthors()),
                event("score.v1-long-abstract", EventCodec.SCORE, Samples.scoreOfLongAbstract()),
                event("ranking.v1", EventCodec.RANKING, Samples.ranking()),
                event("ranking.v1-empty", EventCodec.RANKING, Samples.emptyRanking()),
                event("past-rankings.v1", EventCodec.PAST_RANKINGS, Samples.pastRankings()),
                event("embedding.v1", EventCodec.EMBEDDING, Samples.embedding()),
                event(
                        "embedding.v1-two-models",
                        EventCodec.EMBEDDING,
                        Samples.embeddingByTwoModels()),
                event("breakout.v1", EventCodec.BREAKOUT, Samples.breakout()),
                event("priors.v1", EventCodec.PRIORS, Samples.priors()),
                event("tick.v1", EventCodec.TICK, Samples.tick()),
                event("delivery.v1", EventCodec.DELIVERY, Samples.delivery()),
                event("delivery.v1-excluded", EventCodec.DELIVERY, Samples.excludedDelivery()),
                event("delivery.v1-returned", EventCodec.DELIVERY, Samples.returnedDelivery()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    <T> void writesTheFrozenForm(String sample, EventCodec<T> codec, T event) {
        assertThat(tree(codec.encode(event))).isEqualTo(tree(read("/samples/" + sample + ".json")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    <T> void readsTheFrozenForm(String sample, EventCodec<T> codec, T event) {
        assertThat(codec.decode(read("/samples/" + sample + ".json")))
                .isEqualTo(new Decoded.Event<>(event));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    <T> void satisfiesItsSchema(String sample, EventCodec<T> codec, T event) {
        assertThat(
                        Schemas.named(sample.replaceFirst("(\\.v1)-.*", "$1"))
                                .validate(tree(codec.encode(event))))
                .isEmpty();
    }

    @Test
    void schemaRefusesWhatTheRecordRefuses() {
        JsonSchema schema = Schemas.named("signal.v1");
        assertThat(
                        schema.validate(
                                tree(
                                        """
                                        {"paperId":"arxiv:2605.01234v2","metric":"UPVOTES","value":-1,
                                         "observedAt":"yesterday","source":""}
                                        """
                                                .getBytes(StandardCharsets.UTF_8))))
                .extracting(message -> message.getInstanceLocation().toString())
                .contains("/paperId", "/value", "/observedAt", "/source");
    }

    @Test
    void ignoresUnknownFields() {
        assertThat(
                        decodeSignal(
                                """
                                {"paperId":"arxiv:2605.01234","metric":"UPVOTES","value":42,
                                 "observedAt":"2026-05-04T08:00:00Z","source":"huggingface","later":{"a":[1]}}
                                """))
                .isEqualTo(new Decoded.Event<>(Samples.signal()));
    }

    @Test
    void takesMetricsOfTheFuture() {
        assertThat(
                        decodeSignal(
                                """
                                {"paperId":"arxiv:2605.01234","metric":"PODCASTS","value":1,
                                 "observedAt":"2026-05-04T08:00:00Z","source":"radio"}
                                """))
                .isInstanceOf(Decoded.Event.class);
        assertThat(Metric.find("PODCASTS")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("malformedSignals")
    void saysWhatIsMalformed(String json, String reason) {
        assertThat(decodeSignal(json))
                .isInstanceOfSatisfying(
                        Decoded.Malformed.class,
                        malformed ->
                                assertThat(malformed.reason())
                                        .startsWith("signal: ")
                                        .contains(reason)
                                        .hasSizeLessThanOrEqualTo(300));
    }

    /** Signals have a reader of their own for what is in order; it may differ in speed alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"paperId\":\"%s\",\"metric\":\"M\",\"value\":7,\"observedAt\":\"%s\",\"source\":\"s\"}",
                "{\"source\":\"s\",\"x\":[{\"value\":1}],\"observedAt\":\"%2$s\",\"paperId\":\"%1$s\","
                        + "\"metric\":\"M\",\"value\":7}",
                "{\"paperId\":\"%s\",\"metric\":\"M\",\"value\":1,\"value\":7,\"observedAt\":\"%s\","
                        + "\"source\":\"s\"}",
                "{\"paperId\":\"%s\",\"metric\":\"M\",\"value\":\"7\",\"observedAt\":\"%s\",\"source\":\"s\"}",
            })
    void readsSignalsAsTheMapperDoes(String form) throws IOException {
        List<String> times =
                List.of(
                        "2026-05-04T08:00:00Z",
                        "2024-02-29T23:59:59.123456789Z",
                        "2023-02-29T08:00:00Z",
                        "1970-01-01T00:00:00.5Z",
                        "2026-05-04T24:00:00Z",
                        "2026-05-04T10:00:00+02:00",
                        "2026-05-04T08:00:00.Z",
                        "2026-05-04",
                        "1000000000000",
                        "");
        ObjectReader plain =
                JsonMapper.builder()
                        .addModule(new JavaTimeModule())
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .build()
                        .readerFor(Signal.class);
        for (String id : List.of("arxiv:2605.01234", "arxiv:hep-ex/0307015", "doi:10.1000/x")) {
            for (String time : times) {
                String json = form.formatted(id, time);
                Signal expected;
                try {
                    expected = plain.readValue(json);
                } catch (JsonProcessingException _) {
                    assertThat(decodeSignal(json)).isInstanceOf(Decoded.Malformed.class);
                    continue;
                }
                assertThat(decodeSignal(json)).isEqualTo(new Decoded.Event<>(expected));
            }
        }
    }

    static Stream<Arguments> malformedSignals() {
        String rest =
                "\"metric\":\"UPVOTES\",\"observedAt\":\"2026-05-04T08:00:00Z\",\"source\":\"hf\"}";
        String id = "{\"paperId\":\"arxiv:2605.01234\",";
        return Stream.of(
                Arguments.of("", "end-of-input"),
                Arguments.of("{\"paperId\":", "not JSON"),
                Arguments.of("\u0000\u0001", "not JSON"),
                Arguments.of("null", "null"),
                Arguments.of("[]", ""),
                Arguments.of(id + "\"value\":-1," + rest, "value: below 0"),
                Arguments.of(id + "\"value\":\"NaN\"," + rest, "value"),
                Arguments.of(id + "\"value\":1.5," + rest, "value"),
                Arguments.of(id + "\"value\":null," + rest, "value"),
                Arguments.of(id + "\"value\":99999999999999999999," + rest, "value"),
                Arguments.of("{\"paperId\":\"isbn:1\",\"value\":1," + rest, "paper id"),
                Arguments.of("{\"value\":1," + rest, "paperId: missing"),
                Arguments.of(id + "\"value\":1," + rest + "{}", ""),
                Arguments.of("[".repeat(60) + "]".repeat(60), ""),
                Arguments.of("{\"paperId\":\"" + "x".repeat(100_000) + "\"}", "paper id"));
    }

    /** The order of an immutable map differs from one start of Java to the next. */
    @Test
    void equalScoresHaveEqualBytes() {
        String json = new String(EventCodec.SCORE.encode(Samples.score()), StandardCharsets.UTF_8);
        assertThat(json.substring(json.indexOf("\"windows\":")))
                .matches("(?s).windows.:\\{\"day\":.*\"week\":.*\"month\":.*");
    }

    @Test
    void tombstoneIsNotMalformed() {
        assertThat(EventCodec.SCORE.decode(null)).isEqualTo(new Decoded.Tombstone<>());
    }

    @Test
    void carriesCloudEventsHeaders() {
        Headers headers =
                EventCodec.SIGNAL.headers(Samples.signal(), "/papertide/ingest", Samples.AT);
        assertThat(header(headers, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(headers, "ce_type")).isEqualTo("org.papertide.signal.v1");
        assertThat(header(headers, "ce_source")).isEqualTo("/papertide/ingest");
        assertThat(header(headers, "ce_time")).isEqualTo("2026-05-04T08:00:00Z");
        assertThat(header(headers, "content-type")).isEqualTo("application/json");
        assertThat(header(headers, "ce_id"))
                .isEqualTo("arxiv:2605.01234/UPVOTES/huggingface@2026-05-04T08:00:00Z");
    }

    /** A consumer that has seen the id drops the record. */
    @Test
    void aDeliveryThatIsToldAgainHasTheSameId() {
        Headers first =
                EventCodec.DELIVERY.headers(Samples.delivery(), "/papertide/notify", Samples.AT);
        Headers again =
                EventCodec.DELIVERY.headers(
                        Samples.delivery(), "/papertide/notify", Samples.AT.plusSeconds(60));
        assertThat(header(again, "ce_id"))
                .isEqualTo(header(first, "ce_id"))
                .isEqualTo("0f5cc3a9b1d24e7786a1c0ffee123456/REJECTED");
    }

    /** Neither a number that counts up nor a server's words, which may quote an address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"delivery\":\"17\",\"code\":\"550\"",
                "\"delivery\":\"reader@example.org\",\"code\":\"550\"",
                "\"delivery\":\"0f5cc3a9b1d24e7786a1c0ffee123456\",\"code\":\"550 no reader@example.org\""
            })
    void aDeliveryTakesNoWordsThatCouldNameAPerson(String fields) {
        String json =
                "{%s,\"edition\":1,\"kind\":\"DAILY\",\"outcome\":\"REJECTED\",\"attempts\":1,\"at\":\"2026-05-04T08:00:00Z\"}"
                        .formatted(fields);
        assertThat(EventCodec.DELIVERY.decode(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(
                        Schemas.named("delivery.v1")
                                .validate(tree(json.getBytes(StandardCharsets.UTF_8))))
                .isNotEmpty();
    }

    @Test
    void keysAreWhatTheTopicsPromise() {
        assertThat(EventCodec.PAPER.key(Samples.paper())).isEqualTo("arxiv:2605.01234");
        assertThat(EventCodec.RANKING.key(Samples.ranking())).isEqualTo("rising/day/cs.LG");
        assertThat(EventCodec.PAST_RANKINGS.key(Samples.pastRankings()))
                .isEqualTo("hour/" + Samples.AT.getEpochSecond() / 3600 % 336 + "/cs.LG");
        assertThat(EventCodec.EMBEDDING.key(Samples.embedding())).isEqualTo("arxiv:2605.01234");
        assertThat(EventCodec.DELIVERY.key(Samples.delivery()))
                .isEqualTo("0f5cc3a9b1d24e7786a1c0ffee123456");
        assertThat(RankingKey.parse("top/month"))
                .isEqualTo(new RankingKey(Order.TOP, Window.MONTH, null));
    }

    /** The instant that each event of a kind has says when it was so. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    <T> void readsNoEventThatIsAheadOfTheClock(String sample, EventCodec<T> codec, T event)
            throws ReflectiveOperationException {
        byte[] json = codec.encode(event);
        Duration tolerance = Duration.ofMinutes(5);
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            if (component.getType() != Instant.class
                    || component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                continue;
            }
            Instant clock = ((Instant) component.getAccessor().invoke(event)).minus(tolerance);
            Instant before = clock.minusNanos(1);
            assertThat(codec.decode(json, clock, tolerance)).isEqualTo(codec.decode(json));
            assertThat(codec.decode(json, before, tolerance))
                    .isEqualTo(
                            new Decoded.Malformed<>(
                                    sample.replaceFirst("\\.v1.*", "")
                                            + ": "
                                            + component.getName()
                                            + ": later than the clock, "
                                            + before,
                                    null));
        }
    }

    private static Decoded<Signal> decodeSignal(String json) {
        return EventCodec.SIGNAL.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String header(Headers headers, String key) {
        return new String(headers.lastHeader(key).value(), StandardCharsets.UTF_8);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(String resource) {
        try (InputStream in =
                Objects.requireNonNull(WireFormTest.class.getResourceAsStream(resource))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
