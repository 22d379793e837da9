package org.papertide.testing.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Events that are almost good: of a good one, one to three values are replaced by what hurts
 * somewhere, or left out, and now and then a bit is flipped. A seed gives the same event each time.
 *
 * <p>How many a test takes is the system property {@code papertide.mutations}.
 */
public final class MutatedEvents {

    private static final int FEW = 1_000;
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
                    NODES.textNode("\u6f6e".repeat(12_000)),
                    NODES.textNode("\u202ecs.LG"),
                    NODES.textNode("javascript:alert(1)"),
                    NODES.textNode("+1000000000-12-31T23:59:59.999999999Z"),
                    NODES.textNode("-1000000000-01-01T00:00:00Z"),
                    NODES.textNode("9999-12-31T23:59:59Z"),
                    NODES.textNode("2200-01-01T00:00:00Z"),
                    NODES.textNode("2199-12-31T23:59:59.999999999Z"),
                    NODES.textNode("1900-01-01T00:00:00Z"),
                    NODES.textNode("1899-12-31T23:59:59Z"),
                    NODES.textNode("0000-01-01T00:00:00Z"),
                    NODES.textNode("yesterday"),
                    NODES.textNode("doi:10.1234/\ud800"),
                    NODES.textNode("arxiv:2605.01234v2"),
                    NODES.textNode("arxiv:9913.99999"),
                    NODES.numberNode(-1),
                    NODES.numberNode(0),
                    NODES.numberNode(1_000_000),
                    NODES.numberNode(1_000_000_000_000L),
                    NODES.numberNode(Integer.MAX_VALUE),
                    NODES.numberNode(Long.MAX_VALUE),
                    NODES.numberNode(Long.MIN_VALUE),
                    NODES.numberNode(1e15),
                    NODES.numberNode(-1e15),
                    NODES.numberNode(1e300),
                    NODES.numberNode(-1e300),
                    NODES.numberNode(0.5),
                    NODES.booleanNode(true),
                    NODES.objectNode(),
                    NODES.arrayNode(),
                    NODES.arrayNode().addNull(),
                    NODES.arrayNode().add("\ud800"));

    private final JsonNode good;

    /** Mutations of a good event, in JSON. */
    public MutatedEvents(byte[] good) {
        try {
            this.good = JSON.readTree(good);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many a test takes that sends each through a whole consumer. */
    public static int count() {
        return count(FEW);
    }

    /**
     * The same where each takes long.
     *
     * @param few unless the property says another number
     */
    public static int count(int few) {
        return Integer.getInteger("papertide.mutations", few);
    }

    /** The mutation of a seed: JSON, or almost. */
    public byte[] mutation(int seed) {
        Random random = new Random(seed);
        JsonNode tree = good.deepCopy();
        for (int i = 0; i <= random.nextInt(3); i++) {
            mutate(tree, random);
        }
        // Escaped, for unpaired surrogates have no UTF-8 form.
        byte[] bytes = write(tree);
        if (random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] write(JsonNode tree) {
        try {
            return ESCAPING.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
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
