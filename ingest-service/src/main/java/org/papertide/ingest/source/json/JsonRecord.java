package org.papertide.ingest.source.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a listing. Fields that are absent, null or of another kind than asked for are
 * not there; nothing is guessed.
 */
public final class JsonRecord {

    /** What is wrong with a record whose id is a number. */
    public static final String NUMBER_FOR_ID =
            "id: a number, not a text; 2409.10230 as a number is 2409.1023, another paper";

    /** A collaboration of 5,000 with all that Hugging Face has of each has about 60,000. */
    private static final int MAX_NODES = 200_000;

    private static final int MAX_CHARACTERS = 4_000_000;

    /** Beyond 2<sup>53</sup> a double is not every whole number. */
    private static final double MAX_EXACT = 9_007_199_254_740_992.0;

    /** Reads with limits; locations in messages hold no content. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    // Names chosen to collide make both tables of names quadratic.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    // NaN is no count, but the records beside it are good.
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(100)
                                    .maxStringLength(1_000_000)
                                    .maxNameLength(1_000)
                                    .maxNumberLength(100)
                                    .build())
                    .build();

    private final ObjectNode fields;
    private boolean oversized;

    public JsonRecord() {
        this(JsonNodeFactory.instance.objectNode());
    }

    private JsonRecord(ObjectNode fields) {
        this.fields = fields;
    }

    /** A parser of one text. */
    public static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    /** A parser of a text that can be taken up again. */
    public static JsonParser parser(JsonText text) throws IOException {
        return FACTORY.createParser(text);
    }

    /** Reads the object at whose start the parser stands, to its end. */
    public static JsonRecord read(JsonParser parser) throws IOException {
        JsonRecord record = new JsonRecord();
        Budget budget = new Budget();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            record.put(name, parser, budget);
        }
        return record;
    }

    /** Reads on into a record that was begun: the value at which the parser stands. */
    public void put(String name, JsonParser parser, Budget budget) throws IOException {
        JsonNode value = node(parser, budget);
        if (!budget.isSpent()) {
            fields.set(name, value);
        } else {
            oversized = true;
        }
    }

    /** Whether more was in it than a record may hold; the rest is not here. */
    public boolean oversized() {
        return oversized;
    }

    /** Whether there is a field of this name with a value. */
    public boolean has(String name) {
        return fields.hasNonNull(name);
    }

    /** Whether there is a field of this name, with a value or null. */
    public boolean isThere(String name) {
        return fields.has(name);
    }

    /** A text; null if there is none. */
    public @Nullable String text(String name) {
        JsonNode value = fields.get(name);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    /**
     * A whole number, also one written as 12.0 or 1.2e1; empty if there is none, or a broken or too
     * large one.
     */
    public Optional<Long> wholeNumber(String name) {
        JsonNode value = fields.get(name);
        if (value == null || !value.isNumber()) {
            return Optional.empty();
        }
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? Optional.of(value.longValue()) : Optional.empty();
        }
        double number = value.doubleValue();
        return number == Math.rint(number) && Math.abs(number) <= MAX_EXACT
                ? Optional.of((long) number)
                : Optional.empty();
    }

    /** Whether the field has a value that is not a whole number. */
    public boolean isOtherThanWholeNumber(String name) {
        return has(name) && wholeNumber(name).isEmpty();
    }

    /** Whether the field has a number for a value. */
    public boolean isNumber(String name) {
        JsonNode value = fields.get(name);
        return value != null && value.isNumber();
    }

    /** A truth value; null if there is none. */
    public @Nullable Boolean flag(String name) {
        JsonNode value = fields.get(name);
        return (value != null && value.isBoolean()) ? (Boolean) value.booleanValue() : null;
    }

    /** An object; empty if there is none. */
    public Optional<JsonRecord> object(String name) {
        return fields.get(name) instanceof ObjectNode object
                ? Optional.of(new JsonRecord(object))
                : Optional.empty();
    }

    /** The objects of an array. */
    public Stream<JsonRecord> objects(String name) {
        return values(name)
                .<JsonRecord>mapMulti((value, out) -> {
                    if (value instanceof ObjectNode object) {
                        out.accept(new JsonRecord(object));
                    }
                });
    }

    /** The texts of an array. */
    public Stream<String> texts(String name) {
        return values(name).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** The arrays in an array, each as its texts, with an empty one for what is none. */
    public Stream<String[]> rows(String name) {
        return values(name)
                .filter(JsonNode::isArray)
                .map(row ->
                        row.valueStream()
                                .map(value -> value.isTextual() ? value.textValue() : "")
                                .toArray(String[]::new));
    }

    private Stream<JsonNode> values(String name) {
        return fields.get(name) instanceof ArrayNode array ? array.valueStream() : Stream.empty();
    }

    private static JsonNode node(JsonParser parser, Budget budget) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        budget.nodes++;
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = nodes.objectNode();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    JsonNode value = node(parser, budget);
                    if (!budget.isSpent()) {
                        object.set(name, value);
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = nodes.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    JsonNode value = node(parser, budget);
                    if (!budget.isSpent()) {
                        array.add(value);
                    }
                }
                yield array;
            }
            case VALUE_STRING -> {
                String text = parser.getText();
                budget.characters += text.length();
                yield nodes.textNode(text);
            }
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL, VALUE_EMBEDDED_OBJECT -> nodes.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE ->
                    throw new IOException("no JSON value");
        };
    }

    /** What a record may hold, and how much of it is used. */
    public static final class Budget {
        private long nodes;
        private long characters;

        /** Whether it is used up. */
        public boolean isSpent() {
            return nodes > MAX_NODES || characters > MAX_CHARACTERS;
        }
    }
}
