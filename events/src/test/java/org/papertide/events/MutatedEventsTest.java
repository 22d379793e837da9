package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come, a record is malformed, or every value in it is within the {@link Bounds}, it
 * has a key and headers, and it can be written and read again.
 */
class MutatedEventsTest {

    private static final int MUTATIONS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter ESCAPING =
            JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<JsonNode> EXTREMES =
            List.of(
                    NODES.nullNode(),
                    NODES.textNode(""),
                    NODES.textNode(" "),
                    NODES.textNode("\u3000"),
                    NODES.textNode("\ud800"),
                    NODES.textNode("x\udc00y"),
                    NODES.textNode("a\u0000b"),
                    NODES.textNode("x".repeat(20_001)),
                    NODES.textNode("\u202ecs.LG"),
                    NODES.textNode("javascript:alert(1)"),
                    NODES.textNode("+1000000000-12-31T23:59:59.999999999Z"),
                    NODES.textNode("-1000000000-01-01T00:00:00Z"),
                    NODES.textNode("9999-12-31T23:59:59Z"),
                    NODES.textNode("2200-01-01T00:00:00Z"),
                    NODES.textNode("2199-12-31T23:59:59.999999999Z"),
                    NODES.textNode("1899-12-31T23:59:59Z"),
                    NODES.textNode("0000-01-01T00:00:00Z"),
                    NODES.textNode("yesterday"),
                    NODES.textNode("doi:10.1234/\ud800"),
                    NODES.textNode("arxiv:2605.01234v2"),
                    NODES.numberNode(-1),
                    NODES.numberNode(0),
                    NODES.numberNode(Integer.MAX_VALUE),
                    NODES.numberNode(Long.MAX_VALUE),
                    NODES.numberNode(Long.MIN_VALUE),
                    NODES.numberNode(1e300),
                    NODES.numberNode(-1e300),
                    NODES.numberNode(0.5),
                    NODES.booleanNode(true),
                    NODES.objectNode(),
                    NODES.arrayNode(),
                    NODES.arrayNode().addNull(),
                    NODES.arrayNode().add("\ud800"));

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(EventCodec.PAPER, Samples.paper()),
                Arguments.of(EventCodec.SIGNAL, Samples.signal()),
                Arguments.of(EventCodec.SCORE, Samples.scoreBesideTrial()),
                Arguments.of(EventCodec.RANKING, Samples.ranking()),
                Arguments.of(EventCodec.PAST_RANKINGS, Samples.pastRankings()),
                Arguments.of(EventCodec.BREAKOUT, Samples.breakout()),
                Arguments.of(EventCodec.PRIORS, Samples.priors()),
                Arguments.of(EventCodec.TICK, Samples.tick()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    <T> void isMalformedOrWithinBounds(EventCodec<T> codec, T sample) throws IOException {
        JsonNode good = JSON.readTree(codec.encode(sample));
        int taken = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] bytes = mutated(good, new Random(seed));
            Decoded<T> decoded = codec.decode(bytes);
            if (decoded instanceof Decoded.Event<T>(T event)) {
                taken++;
                checkApplicable(codec, event, seed);
            } else {
                assertThat(decoded).as("seed %d", seed).isInstanceOf(Decoded.Malformed.class);
            }
        }
        // Else the mutations show nothing.
        assertThat(taken).isBetween(1, MUTATIONS - 1);
    }

    private static <T> void checkApplicable(EventCodec<T> codec, T event, int seed)
            throws IOException {
        assertThat(codec.key(event)).as("seed %d", seed).matches(Bounds::isWellFormed);
        assertThat(codec.headers(event, "/test", Samples.AT)).isNotEmpty();
        assertThat(codec.decode(codec.encode(event)))
                .as("seed %d", seed)
                .isEqualTo(new Decoded.Event<>(event));
        checkValue(event, seed);
        if (seed % 20 == 0) {
            assertThat(Schemas.of(codec).validate(JSON.readTree(codec.encode(event))))
                    .as("seed %d", seed)
                    .isEmpty();
        }
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

    /** One to three values replaced or left out; now and then bytes flipped. */
    private static byte[] mutated(JsonNode good, Random random) throws IOException {
        JsonNode tree = good.deepCopy();
        for (int i = 0; i <= random.nextInt(3); i++) {
            mutate(tree, random);
        }
        // Escaped, for unpaired surrogates have no UTF-8 form.
        byte[] bytes = ESCAPING.writeValueAsBytes(tree);
        if (random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static void mutate(JsonNode tree, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        JsonNode extreme = EXTREMES.get(random.nextInt(EXTREMES.size())).deepCopy();
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(10) == 0) {
                object.remove(name);
            } else {
                object.set(name, extreme);
            }
        } else if (container instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), extreme);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
