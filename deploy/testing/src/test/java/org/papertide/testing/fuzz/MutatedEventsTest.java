package org.papertide.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.Bounds;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.testing.Checkout;

/**
 * Whatever bytes come, a record is malformed, or every value in it is within the {@link Bounds}, it
 * has a key and headers, and it can be written and read again.
 */
class MutatedEventsTest {

    private static final int MUTATIONS = 10_000;
    private static final Instant NOW = Instant.parse("2026-05-04T06:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V202012,
                    factory ->
                            factory.schemaMappers(mappers ->
                                    mappers.mapPrefix(
                                            "https://papertide.org/schemas/",
                                            "classpath:org/papertide/events/schema/")));

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(EventCodec.PAPER, "paper.v1"),
                Arguments.of(EventCodec.SIGNAL, "signal.v1"),
                Arguments.of(EventCodec.SCORE, "score.v1-trial"),
                Arguments.of(EventCodec.RANKING, "ranking.v1"),
                Arguments.of(EventCodec.PAST_RANKINGS, "past-rankings.v1"),
                Arguments.of(EventCodec.EMBEDDING, "embedding.v1-two-models"),
                Arguments.of(EventCodec.BREAKOUT, "breakout.v1"),
                Arguments.of(EventCodec.PRIORS, "priors.v1"),
                Arguments.of(EventCodec.TICK, "tick.v1"),
                Arguments.of(EventCodec.DELIVERY, "delivery.v1"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("events")
    <T> void isMalformedOrWithinBounds(EventCodec<T> codec, String sample) throws IOException {
        MutatedEvents mutations = new MutatedEvents(sample(sample));
        JsonSchema schema = schema(codec);
        int taken = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Decoded<T> decoded = codec.decode(mutations.mutation(seed));
            if (decoded instanceof Decoded.Event<T>(T event)) {
                taken++;
                checkApplicable(codec, event, seed);
                if (seed % 20 == 0) {
                    assertThat(schema.validate(JSON.readTree(codec.encode(event))))
                            .as("seed %d", seed)
                            .isEmpty();
                }
            } else {
                assertThat(decoded).as("seed %d", seed).isInstanceOf(Decoded.Malformed.class);
            }
        }
        // Else the mutations show nothing.
        assertThat(taken).isBetween(1, MUTATIONS - 1);
    }

    private static byte[] sample(String name) throws IOException {
        return Files.readAllBytes(
                Checkout.root()
                        .resolve("events/src/test/resources/samples")
                        .resolve(name + ".json"));
    }

    private static JsonSchema schema(EventCodec<?> codec) {
        String name = codec.eventType().substring("org.papertide.".length());
        return SCHEMAS.getSchema(
                SchemaLocation.of("https://papertide.org/schemas/" + name + ".json"),
                SchemaValidatorsConfig.builder()
                        .formatAssertionsEnabled(true)
                        .pathType(PathType.JSON_POINTER)
                        .build());
    }

    private static <T> void checkApplicable(EventCodec<T> codec, T event, int seed) {
        assertThat(codec.key(event)).as("seed %d", seed).matches(Bounds::isWellFormed);
        assertThat(codec.headers(event, "/test", NOW)).isNotEmpty();
        assertThat(codec.decode(codec.encode(event)))
                .as("seed %d", seed)
                .isEqualTo(new Decoded.Event<>(event));
        checkValue(event, seed);
    }

    /** Walks through records, lists and maps. */
    private static void checkValue(Object value, int seed) {
        switch (value) {
            case Instant instant -> {
                assertThat(Bounds.contain(instant)).as("seed %d: %s", seed, instant).isTrue();
                // What PostgreSQL and the consumers' arithmetic need.
                assertThat(instant.atOffset(ZoneOffset.UTC).getYear()).isBetween(1900, 2199);
            }
            case String text ->
                    assertThat(Bounds.isWellFormed(text) && text.length() <= Bounds.MAX_ABSTRACT)
                            .as("seed %d: %s", seed, text)
                            .isTrue();
            case Long number ->
                    assertThat(Math.abs(number))
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(Bounds.MAX_COUNT);
            case Double number ->
                    assertThat(Math.abs(number))
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(Bounds.MAX_NUMBER);
            case URI address ->
                    assertThat(address.toString()).hasSizeLessThanOrEqualTo(Bounds.MAX_ADDRESS);
            case Collection<?> values -> values.forEach(each -> checkValue(each, seed));
            case Map<?, ?> values -> values.values().forEach(each -> checkValue(each, seed));
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    Object part = component(record, component);
                    if (part != null) {
                        checkValue(part, seed);
                    }
                }
            }
            default -> {}
        }
    }

    private static @Nullable Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
