package org.papertide.notify.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.InstantText;
import org.papertide.platform.http.BoundedJson;
import org.papertide.platform.http.Please;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.platform.http.Utf8;

/**
 * Reads a JSON body into a record and validates it: either the record, or every field that is
 * wrong.
 *
 * <p>Values have the kind of their field: {@code "8"} is no number, {@code 8} is no text, and 8.5
 * is no whole number, while 8.0 is one. {@code null} is the same as absent. Everything is bounded
 * before it is kept: bytes, tokens, depth, the length of names; names are not interned, since
 * strangers choose them.
 *
 * @param <R> the record; its components are texts, lists of texts, numbers and instants
 */
public final class JsonRequestReader<R extends Record> {

    /** Largest body, in bytes: 16 kB. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAME = 200;
    private static final int MAX_DIGITS = 100;

    private static final JsonMapper MAPPER =
            BoundedJson.mapper(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(MAX_BYTES)
                                    .maxTokenCount(MAX_BYTES)
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNameLength(MAX_NAME)
                                    .maxNumberLength(MAX_DIGITS)
                                    .build())
                    .addModule(new JavaTimeModule())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    // 2.9999999999999999999 is not 3.
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    /** What a body turned out to be. */
    public sealed interface Read<R> {

        /** Valid. */
        record Valid<R>(R request) implements Read<R> {}

        /** Not valid; the problem names every bad field. */
        record Invalid<R>(Problem problem) implements Read<R> {}
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
        INSTANT(Please.give("an instant such as 2026-05-04T08:00:00Z, from 1900 to 2199"));

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
            } else if (type == OffsetDateTime.class) {
                return INSTANT;
            }
            throw new IllegalArgumentException("no JSON is read into " + component);
        }

        boolean holds(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case TEXTS -> value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
                case WHOLE_NUMBER -> isWhole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case LARGE_NUMBER -> isWhole(value, Long.MIN_VALUE, Long.MAX_VALUE);
                case NUMBER -> value.isNumber();
                case INSTANT -> value.isTextual() && isInstant(value.textValue());
            };
        }

        /** As the mapper reads it: it knows no leap second, and no whole number with a point. */
        JsonNode plain(JsonNode value) {
            return switch (this) {
                case INSTANT -> TextNode.valueOf(InstantText.parse(value.textValue()).toString());
                case WHOLE_NUMBER, LARGE_NUMBER -> LongNode.valueOf(value.longValue());
                case TEXT, TEXTS, NUMBER -> value;
            };
        }

        /** JSON has one kind of number: 20.0 and 2e1 are whole. */
        private static boolean isWhole(JsonNode value, long least, long most) {
            if (!value.isNumber()) {
                return false;
            }
            BigDecimal number = value.decimalValue();
            return number.compareTo(BigDecimal.valueOf(least)) >= 0
                    && number.compareTo(BigDecimal.valueOf(most)) <= 0
                    && (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0);
        }

        private static boolean isInstant(String text) {
            try {
                return Bounds.contain(InstantText.parse(text));
            } catch (DateTimeException _) {
                return false;
            }
        }
    }

    private final Class<R> type;
    private final Map<String, Kind> fields = new LinkedHashMap<>();
    private final RequestValidator validator;
    private final UnknownFields unknown;
    private final Class<?>[] groups;

    /**
     * @param groups of constraints, the default group if none is given
     */
    public JsonRequestReader(
            Class<R> type, RequestValidator validator, UnknownFields unknown, Class<?>... groups) {
        this.type = type;
        this.validator = validator;
        this.unknown = unknown;
        this.groups = groups.clone();
        Arrays.stream(type.getRecordComponents())
                .forEach(each -> fields.put(each.getName(), Kind.of(each)));
    }

    /** Reads a body; whatever was sent, this does not throw. */
    public Read<R> read(byte[] body) {
        if (body.length > MAX_BYTES) {
            return invalid(413, "The body has more than 16 kB.");
        }
        Optional<String> text = Utf8.decode(body);
        if (text.isEmpty()) {
            return invalid(400, "The body is not in UTF-8.");
        }
        JsonNode json;
        try {
            json = MAPPER.readTree(text.get());
        } catch (StreamConstraintsException e) {
            return invalid(400, "The body is beyond what is read here: " + limit(e) + ".");
        } catch (NumberFormatException _) {
            return invalid(400, "The body has a number that is too large.");
        } catch (IOException _) {
            return invalid(400, "The body is not JSON.");
        }
        if (!(json instanceof ObjectNode object)) {
            return invalid(400, "The body is not a JSON object.");
        }
        List<FieldError> problems = new ArrayList<>();
        R request = bind(object, problems);
        List<FieldError> all = validator.problems(request, problems, groups);
        return all.isEmpty() ? new Read.Valid<>(request) : new Read.Invalid<>(Problem.of(all));
    }

    /** Answers a valid body as said, and any other with its problem. */
    public Response answer(byte[] body, Function<R, Response> answer) {
        return switch (read(body)) {
            case Read.Valid<R>(R request) -> answer.apply(request);
            case Read.Invalid<R>(Problem problem) -> problem.response();
        };
    }

    /** The record without the fields that are of another kind; these are problems. */
    private R bind(ObjectNode object, List<FieldError> problems) {
        ObjectNode known = MAPPER.createObjectNode();
        fields.forEach((name, kind) -> {
            JsonNode value = object.get(name);
            if (!isAbsent(value)) {
                if (kind.holds(value)) {
                    known.set(name, kind.plain(value));
                } else {
                    problems.add(new FieldError(name, kind.request));
                }
            }
        });
        if (unknown == UnknownFields.REFUSED) {
            object.propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(name -> !fields.containsKey(name))
                    .forEach(name -> problems.add(new FieldError(name, Please.NO_SUCH_FIELD)));
        }
        try {
            return MAPPER.treeToValue(known, type);
        } catch (IOException e) {
            throw new IllegalStateException("every field was of the right kind", e);
        }
    }

    /** Which limit was passed; Jackson tells by its words alone. */
    private static String limit(StreamConstraintsException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("getMaxNestingDepth")) {
            return "values may be nested " + MAX_DEPTH + " deep";
        }
        if (message.contains("getMaxNameLength")) {
            return "names may have " + MAX_NAME + " characters";
        }
        return "numbers may have " + MAX_DIGITS + " digits";
    }

    private static boolean isAbsent(@Nullable JsonNode value) {
        return value == null || value.isNull();
    }

    private static <R> Read<R> invalid(int status, String detail) {
        return new Read.Invalid<>(Problem.of(status, detail));
    }
}
