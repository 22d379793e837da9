package org.papertide.ingest.signal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.events.InstantText;
import org.papertide.platform.http.JsonFlaw;
import org.papertide.platform.http.Please;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.http.Utf8;

/**
 * Reads the body of a push, one event after the other, each with all that is wrong with it.
 *
 * <p>Values have the kind of their field: {@code "8"} is no number, and 8 is no text. {@code null}
 * is the same as absent, unknown fields are ignored. Names of fields are not interned, since
 * clients choose them.
 */
final class SignalRequestReader {

    private static final int MAX_DEPTH = 20;
    private static final int MAX_NAME = 200;
    private static final int MAX_DIGITS = 100;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                                    // NaN is no count, but the events beside it are good.
                                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNameLength(MAX_NAME)
                                                    .maxNumberLength(MAX_DIGITS)
                                                    .build())
                                    .build())
                    .build();

    private static final Set<String> FIELDS =
            Arrays.stream(SignalRequest.class.getRecordComponents())
                    .map(RecordComponent::getName)
                    .collect(Collectors.toUnmodifiableSet());

    private final Validator validator;
    private final int maxEvents;

    SignalRequestReader(Validator validator, int maxEvents) {
        this.validator = validator;
        this.maxEvents = maxEvents;
    }

    /**
     * An event of a request.
     *
     * @param place where it is in the body, as {@code [2]} or {@code events[2]}; empty for a lone
     *     event
     * @param request absent if the event is no JSON object
     * @param errors what is wrong with it; empty if it is valid
     */
    record Read(String place, @Nullable SignalRequest request, List<FieldError> errors) {

        Read {
            errors = List.copyOf(errors);
        }

        /**
         * The same, with what only the request around it can show.
         *
         * @param tokenSource the source that the client may speak for; null: any
         */
        Read checked(@Nullable String tokenSource, Instant now) {
            if (request == null) {
                return this;
            }
            Read checked = this;
            if (tokenSource == null && request.source() == null) {
                checked = checked.refused("source", SignalRequest.MISSING);
            }
            if (tokenSource != null
                    && request.source() != null
                    && !request.source().equals(tokenSource)) {
                checked = checked.refused("source", "This token is for " + tokenSource + ".");
            }
            Instant at = request.observedAt();
            Optional<String> objection =
                    at == null ? Optional.empty() : ObservationTime.objection(at, now);
            return objection.isEmpty() ? checked : checked.refused("observedAt", objection.get());
        }

        /** The same error, with the field's place in the body. */
        FieldError inBody(FieldError error) {
            return place.isEmpty()
                    ? error
                    : new FieldError(place + "." + error.field(), error.detail());
        }

        private Read refused(String field, String detail) {
            if (errors.stream().anyMatch(error -> error.field().equals(field))) {
                return this;
            }
            List<FieldError> all = new ArrayList<>(errors);
            all.add(new FieldError(field, detail));
            return new Read(place, request, all);
        }
    }

    /**
     * Reads one event, an array of them, or an object with such an array named {@code events}.
     *
     * @throws ProblemException if the body is not JSON in UTF-8, or has more events than allowed
     */
    List<Read> read(byte[] body) {
        String text = Utf8.decode(body).orElseThrow(() -> notJson("It is not in UTF-8.", null));
        try (JsonParser parser = MAPPER.createParser(text)) {
            List<Read> events = new ArrayList<>();
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw notJson("It is empty.", null);
            }
            if (first == JsonToken.START_ARRAY) {
                readAll(parser, "", events);
            } else {
                readOne(parser, events);
            }
            if (parser.nextToken() != null) {
                throw notJson("Something follows its end.", null);
            }
            return events;
        } catch (JsonProcessingException e) {
            throw notJson(JsonFlaw.inWords(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** A lone event, or the object around all of them. */
    private void readOne(JsonParser parser, List<Read> events) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            events.add(notAnObject(parser, ""));
            return;
        }
        ObjectNode lone = MAPPER.createObjectNode();
        Set<String> twice = new HashSet<>();
        boolean around = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!name.equals("events")) {
                put(lone, twice, name, parser);
            } else {
                if (around) {
                    throw notJson("events stands in it twice.", null);
                }
                around = true;
                if (value == JsonToken.START_ARRAY) {
                    readAll(parser, "events", events);
                } else {
                    add(events, readEvent(parser, "events"));
                }
            }
        }
        if (!around) {
            events.add(validated(lone, twice, ""));
        }
    }

    private void readAll(JsonParser parser, String place, List<Read> events) throws IOException {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            add(events, readEvent(parser, place + "[" + i + "]"));
        }
    }

    private void add(List<Read> events, Read event) {
        if (events.size() >= maxEvents) {
            throw new ProblemException(
                    Problem.of(413, "More than %d events in one request.".formatted(maxEvents)));
        }
        events.add(event);
    }

    private Read readEvent(JsonParser parser, String place) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            return notAnObject(parser, place);
        }
        ObjectNode fields = MAPPER.createObjectNode();
        Set<String> twice = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            put(fields, twice, name, parser);
        }
        return validated(fields, twice, place);
    }

    private static Read notAnObject(JsonParser parser, String place) throws IOException {
        parser.skipChildren();
        return new Read(place, null, List.of(new FieldError("event", Please.GIVE_AN_OBJECT)));
    }

    /** Keeps the value of a known field; of a list or object only that it is one. */
    private static void put(ObjectNode fields, Set<String> twice, String name, JsonParser parser)
            throws IOException {
        boolean scalar = parser.currentToken().isScalarValue();
        if (!scalar) {
            parser.skipChildren();
        }
        if (FIELDS.contains(name)) {
            JsonNode value = scalar ? MAPPER.<JsonNode>readTree(parser) : fields.arrayNode();
            if (fields.replace(name, value) != null) {
                twice.add(name);
            }
        }
    }

    private Read validated(ObjectNode fields, Set<String> twice, String place) {
        List<FieldError> errors = new ArrayList<>();
        // Which one is meant nobody knows.
        twice.forEach(name -> errors.add(new FieldError(name, Please.GIVE_IT_ONCE)));
        SignalRequest request =
                new SignalRequest(
                        text(fields, "eventId", errors),
                        text(fields, "paperId", errors),
                        text(fields, "metric", errors),
                        count(fields, "value", errors),
                        count(fields, "increment", errors),
                        instant(fields, errors),
                        text(fields, "source", errors));
        Set<String> known = new HashSet<>();
        errors.forEach(error -> known.add(error.field()));
        if (known.contains("increment")) {
            // It is there, if in vain.
            known.add("value");
        }
        validator.validate(request).stream()
                .map(violation ->
                        new FieldError(
                                violation.getPropertyPath().toString(), violation.getMessage()))
                .filter(error -> known.add(error.field()))
                .forEach(errors::add);
        return new Read(place, request, errors);
    }

    private static @Nullable String text(ObjectNode fields, String name, List<FieldError> errors) {
        JsonNode value = fields.get(name);
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isTextual()) {
            String why =
                    value.isNumber()
                            ? "Please give a text in quotes: a number loses its last zeros."
                            : Please.GIVE_A_TEXT;
            errors.add(new FieldError(name, why));
            return null;
        }
        return value.textValue();
    }

    private static @Nullable Long count(ObjectNode fields, String name, List<FieldError> errors) {
        JsonNode value = fields.get(name);
        if (isAbsent(value)) {
            return null;
        }
        Optional<Long> count = wholeNumber(value);
        if (count.isEmpty()) {
            errors.add(new FieldError(name, Please.GIVE_A_WHOLE_NUMBER));
        }
        return count.orElse(null);
    }

    /** JSON has one kind of number: 12.0 and 1.2e1 are whole. */
    private static Optional<Long> wholeNumber(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? Optional.of(value.longValue()) : Optional.empty();
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            return Optional.empty();
        }
        BigDecimal exact = new BigDecimal(value.asText());
        boolean whole =
                exact.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                        && exact.stripTrailingZeros().scale() <= 0;
        return whole ? Optional.of(exact.longValue()) : Optional.empty();
    }

    private static @Nullable Instant instant(ObjectNode fields, List<FieldError> errors) {
        JsonNode value = fields.get("observedAt");
        if (isAbsent(value)) {
            return null;
        }
        try {
            return InstantText.parse(value.asText());
        } catch (DateTimeException _) {
            errors.add(new FieldError("observedAt", Please.GIVE_AN_INSTANT));
            return null;
        }
    }

    private static boolean isAbsent(@Nullable JsonNode value) {
        return value == null || value.isNull();
    }

    private static ProblemException notJson(String why, @Nullable Throwable cause) {
        return new ProblemException(Problem.of(400, "The body is not JSON: " + why), cause);
    }
}
