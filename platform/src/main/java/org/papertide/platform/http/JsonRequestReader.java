package org.papertide.platform.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.http.Problem.FieldError;

/**
 * Reads a JSON body into a record and validates it: either the record, or every field that is
 * wrong. Or into many of them, each with all that is wrong with it.
 *
 * <p>Values have the kind of their field: {@code "8"} is no number, {@code 8} is no text, and 8.5
 * is no whole number, while 8.0 is one. {@code null} is the same as absent. Everything is bounded
 * before it is kept: bytes, depth, the length of names; names are not interned, since strangers
 * choose them, and values of unknown fields are passed over.
 *
 * @param <R> the record; its components are texts, lists of texts, numbers and instants
 */
public final class JsonRequestReader<R extends Record> {

    /**
     * How much is read.
     *
     * @param bytes of a body
     * @param depth of values in values
     */
    public record Limits(int bytes, int depth) {

        /** Of a body with one request. */
        public static final Limits ONE_REQUEST = new Limits(16 * 1024, 8);
    }

    /**
     * What instants are taken.
     *
     * @param parser throws {@link DateTimeException} for any other text
     * @param request asks for one, see {@link Please}
     */
    public record Instants(Function<String, Instant> parser, String request) {

        private Optional<Instant> find(JsonNode value) {
            try {
                return value.isTextual()
                        ? Optional.of(parser.apply(value.textValue()))
                        : Optional.empty();
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
    }

    /** What a body turned out to be. */
    public sealed interface Read<R> {

        /** Valid. */
        record Valid<R>(R request) implements Read<R> {}

        /** Not valid; the problem names every bad field. */
        record Invalid<R>(Problem problem) implements Read<R> {}
    }

    /**
     * One of many in a body.
     *
     * @param place where it is in the body, as {@code [2]} or {@code list[2]}; empty for a lone one
     * @param request without its bad values; absent if it is no JSON object
     * @param errors what is wrong with it; empty if it is valid
     */
    public record Item<R>(String place, @Nullable R request, List<FieldError> errors) {

        public Item {
            errors = List.copyOf(errors);
        }
    }

    /** What is done about fields that the record does not have. */
    public enum UnknownFields {
        /** They pass: a client may send more than this release knows. */
        IGNORED,
        /** They are problems: a misspelt field must not be taken for an absent one. */
        REFUSED
    }

    /** The kind of a field's values. */
    private enum Kind {
        TEXT(Please.GIVE_A_TEXT),
        TEXTS(Please.GIVE_TEXTS),
        WHOLE_NUMBER(Please.GIVE_A_WHOLE_NUMBER),
        LARGE_NUMBER(Please.GIVE_A_WHOLE_NUMBER),
        NUMBER(Please.GIVE_A_NUMBER),
        INSTANT(Please.GIVE_AN_INSTANT);

        private final String request;

        Kind(String request) {
            this.request = request;
        }

        static Kind of(RecordComponent component) {
            Class<?> type = component.getType();
            if (type == String.class) {
                return TEXT;
            } else if (type == List.class) {
                return TEXTS;
            } else if (type == Integer.class) {
                return WHOLE_NUMBER;
            } else if (type == Long.class) {
                return LARGE_NUMBER;
            } else if (type == Double.class) {
                return NUMBER;
            } else if (type == OffsetDateTime.class || type == Instant.class) {
                return INSTANT;
            }
            throw new IllegalArgumentException("no JSON is read into " + component);
        }

        /** JSON has one kind of number: 20.0 and 2e1 are whole. */
        private static boolean isWhole(JsonNode value, long least, long most) {
            if (!isNumber(value)) {
                return false;
            }
            BigDecimal number = value.decimalValue();
            return number.compareTo(BigDecimal.valueOf(least)) >= 0
                    && number.compareTo(BigDecimal.valueOf(most)) <= 0
                    && (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0);
        }

        /** NaN and the infinities are read, so that the problem names their field. */
        private static boolean isNumber(JsonNode value) {
            return value.isNumber() && (value.isBigDecimal() || Double.isFinite(value.asDouble()));
        }
    }

    /** The limits of names and numbers are the same for all. */
    private static final int MAX_NAME = 200;

    private static final int MAX_DIGITS = 100;

    private final Class<R> type;
    private final Map<String, Kind> fields = new LinkedHashMap<>();
    private final RequestValidator validator;
    private final UnknownFields unknown;
    private final Limits limits;
    private final @Nullable Instants instants;
    private final Class<?>[] groups;
    private final JsonMapper mapper;

    /**
     * Reads bodies of at most 16 kB.
     *
     * @param groups of constraints, the default group if none is given
     */
    public JsonRequestReader(
            Class<R> type, RequestValidator validator, UnknownFields unknown, Class<?>... groups) {
        this(type, validator, unknown, Limits.ONE_REQUEST, null, groups);
    }

    /**
     * @param instants absent if the record has none
     * @param groups of constraints, the default group if none is given
     */
    public JsonRequestReader(
            Class<R> type,
            RequestValidator validator,
            UnknownFields unknown,
            Limits limits,
            @Nullable Instants instants,
            Class<?>... groups) {
        this.type = type;
        this.validator = validator;
        this.unknown = unknown;
        this.limits = limits;
        this.instants = instants;
        this.groups = groups.clone();
        this.mapper = mapper(limits);
        Arrays.stream(type.getRecordComponents())
                .forEach(each -> fields.put(each.getName(), Kind.of(each)));
        if (instants == null && fields.containsValue(Kind.INSTANT)) {
            throw new IllegalArgumentException("which instants are read into " + type + "?");
        }
    }

    private static JsonMapper mapper(Limits limits) {
        return BoundedJson.mapper(
                        StreamReadConstraints.builder()
                                .maxDocumentLength(limits.bytes())
                                .maxNestingDepth(limits.depth())
                                .maxNameLength(MAX_NAME)
                                .maxNumberLength(MAX_DIGITS)
                                .build())
                .addModule(new JavaTimeModule())
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                // What follows the end is looked at when all is read.
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // 2.9999999999999999999 is not 3.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /** Reads a body; whatever was sent, this does not throw. */
    public Read<R> read(byte[] body) {
        try {
            List<Item<R>> items = parse(body, this::readOne);
            Item<R> item = items.getFirst();
            return item.request() != null && item.errors().isEmpty()
                    ? new Read.Valid<>(item.request())
                    : new Read.Invalid<>(Problem.of(item.errors()));
        } catch (ProblemException e) {
            return new Read.Invalid<>(e.problem());
        }
    }

    /** Answers a valid body as said, and any other with its problem. */
    public Response answer(byte[] body, Function<R, Response> answer) {
        return switch (read(body)) {
            case Read.Valid<R>(R request) -> answer.apply(request);
            case Read.Invalid<R>(Problem problem) -> problem.response();
        };
    }

    /**
     * Reads one request, an array of them, or an object with such an array.
     *
     * @param list the name of the array in the object, such as {@code events}
     * @param one what an error of a request that is no object names, such as {@code event}
     * @param most requests in one body
     * @throws ProblemException if the body is not JSON in UTF-8, or above a limit
     */
    public List<Item<R>> readEach(byte[] body, String list, String one, int most) {
        return parse(body, parser -> new Many(list, one, most).read(parser));
    }

    /** What is made of a body that is JSON. */
    @FunctionalInterface
    private interface Parsing<T> {
        T parse(JsonParser parser) throws IOException;
    }

    private <T> T parse(byte[] body, Parsing<T> parsing) {
        if (body.length > limits.bytes()) {
            throw new ProblemException(
                    Problem.of(413, "The body has more than %,d bytes.".formatted(limits.bytes())));
        }
        String text = Utf8.decode(body).orElseThrow(() -> notJson("It is not in UTF-8.", null));
        try (JsonParser parser = mapper.createParser(text)) {
            if (parser.nextToken() == null) {
                throw notJson("It is empty.", null);
            }
            T read = parsing.parse(parser);
            if (parser.nextToken() != null) {
                throw notJson("Something follows its end.", null);
            }
            return read;
        } catch (StreamConstraintsException e) {
            throw new ProblemException(
                    Problem.of(400, "The body is beyond what is read here: " + limit(e) + "."), e);
        } catch (NumberFormatException e) {
            throw notJson("It has a number that is too large.", e);
        } catch (JsonProcessingException e) {
            throw notJson(JsonFlaw.inWords(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private List<Item<R>> readOne(JsonParser parser) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            throw new ProblemException(Problem.of(400, "The body is not a JSON object."));
        }
        return List.of(readObject(parser, ""));
    }

    private Item<R> readObject(JsonParser parser, String place) throws IOException {
        Values values = new Values();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            values.read(parser, name);
        }
        return values.item(place);
    }

    /** The values of one request, as they come. */
    private final class Values {

        private final ObjectNode known = mapper.createObjectNode();
        private final Set<String> twice = new LinkedHashSet<>();
        private final Set<String> strange = new LinkedHashSet<>();

        /** Keeps the value of a known field; of one that cannot be right only that it is there. */
        void read(JsonParser parser, String name) throws IOException {
            Kind kind = fields.get(name);
            if (kind == null) {
                passOver(parser);
                if (!strange.add(name)) {
                    twice.add(name);
                }
                return;
            }
            JsonNode value = mapper.createObjectNode();
            if (parser.currentToken().isScalarValue()) {
                value = scalar(parser);
            } else if (kind == Kind.TEXTS && parser.isExpectedStartArrayToken()) {
                value = mapper.<JsonNode>readTree(parser);
            } else {
                parser.skipChildren();
            }
            if (known.replace(name, value) != null) {
                twice.add(name);
            }
        }

        /** What is not kept has the limits of what is. */
        private void passOver(JsonParser parser) throws IOException {
            if (parser.currentToken().isScalarValue()) {
                mapper.<JsonNode>readTree(parser);
            } else {
                parser.skipChildren();
            }
        }

        /** An exponent may be larger than any number has: that is no kind of value. */
        private JsonNode scalar(JsonParser parser) throws IOException {
            try {
                return mapper.<JsonNode>readTree(parser);
            } catch (NumberFormatException _) {
                return mapper.createObjectNode();
            }
        }

        Item<R> item(String place) {
            List<FieldError> errors = new ArrayList<>();
            // Which one is meant nobody knows.
            twice.forEach(name -> errors.add(new FieldError(name, Please.GIVE_IT_ONCE)));
            R request = bind(errors);
            if (unknown == UnknownFields.REFUSED) {
                strange.forEach(name -> errors.add(new FieldError(name, Please.NO_SUCH_FIELD)));
            }
            return new Item<>(place, request, validator.problems(request, errors, groups));
        }

        /** The record without the fields that are of another kind; these are errors. */
        private R bind(List<FieldError> errors) {
            ObjectNode right = mapper.createObjectNode();
            fields.forEach((name, kind) -> {
                JsonNode value = known.get(name);
                if (value == null || value.isNull()) {
                    return;
                }
                if (holds(kind, value)) {
                    right.set(name, plain(kind, value));
                } else if (!twice.contains(name)) {
                    errors.add(new FieldError(name, request(kind, value)));
                }
            });
            try {
                return mapper.treeToValue(right, type);
            } catch (IOException e) {
                throw new IllegalStateException("every field was of the right kind", e);
            }
        }
    }

    /** A body with many requests. */
    private final class Many {

        private final String list;
        private final String one;
        private final int most;
        private final List<Item<R>> items = new ArrayList<>();

        Many(String list, String one, int most) {
            this.list = list;
            this.one = one;
            this.most = most;
        }

        List<Item<R>> read(JsonParser parser) throws IOException {
            if (parser.isExpectedStartArrayToken()) {
                readAll(parser, "");
            } else if (parser.isExpectedStartObjectToken()) {
                readAround(parser);
            } else {
                items.add(notAnObject(parser, ""));
            }
            return items;
        }

        /** A lone request, or the object around all of them. */
        private void readAround(JsonParser parser) throws IOException {
            Values lone = new Values();
            boolean around = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (!name.equals(list)) {
                    lone.read(parser, name);
                    continue;
                }
                if (around) {
                    throw notJson(list + " stands in it twice.", null);
                }
                around = true;
                if (parser.isExpectedStartArrayToken()) {
                    readAll(parser, list);
                } else {
                    add(readItem(parser, list));
                }
            }
            if (!around) {
                items.add(lone.item(""));
            }
        }

        private void readAll(JsonParser parser, String place) throws IOException {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                add(readItem(parser, place + "[" + i + "]"));
            }
        }

        private void add(Item<R> item) {
            if (items.size() >= most) {
                throw new ProblemException(
                        Problem.of(413, "More than %d %s in one request.".formatted(most, list)));
            }
            items.add(item);
        }

        private Item<R> readItem(JsonParser parser, String place) throws IOException {
            return parser.isExpectedStartObjectToken()
                    ? readObject(parser, place)
                    : notAnObject(parser, place);
        }

        private Item<R> notAnObject(JsonParser parser, String place) throws IOException {
            parser.skipChildren();
            return new Item<>(place, null, List.of(new FieldError(one, Please.GIVE_AN_OBJECT)));
        }
    }

    private boolean holds(Kind kind, JsonNode value) {
        return switch (kind) {
            case TEXT -> value.isTextual();
            case TEXTS -> value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
            case WHOLE_NUMBER -> Kind.isWhole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LARGE_NUMBER -> Kind.isWhole(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case NUMBER -> Kind.isNumber(value) && Double.isFinite(value.doubleValue());
            case INSTANT -> instants != null && instants.find(value).isPresent();
        };
    }

    /** As the mapper reads it: it knows no leap second, and no whole number with a point. */
    private JsonNode plain(Kind kind, JsonNode value) {
        return switch (kind) {
            case INSTANT ->
                    instants == null
                            ? value
                            : TextNode.valueOf(instants.find(value).orElseThrow().toString());
            case WHOLE_NUMBER, LARGE_NUMBER -> LongNode.valueOf(value.longValue());
            case TEXT, TEXTS, NUMBER -> value;
        };
    }

    private String request(Kind kind, JsonNode value) {
        return switch (kind) {
            case INSTANT -> instants == null ? kind.request : instants.request();
            case TEXT -> value.isNumber() ? Please.GIVE_A_TEXT_IN_QUOTES : kind.request;
            case TEXTS, WHOLE_NUMBER, LARGE_NUMBER, NUMBER -> kind.request;
        };
    }

    /** Which limit was passed; Jackson tells by its words alone. */
    private String limit(StreamConstraintsException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("getMaxNestingDepth")) {
            return "values may be nested " + limits.depth() + " deep";
        }
        if (message.contains("getMaxNameLength")) {
            return "names may have " + MAX_NAME + " characters";
        }
        return "numbers may have " + MAX_DIGITS + " digits";
    }

    private static ProblemException notJson(String why, @Nullable Throwable cause) {
        return new ProblemException(Problem.of(400, "The body is not JSON: " + why), cause);
    }
}
