package org.papertide.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a JSON body, for those who sent it. Jackson's own words name classes of ours
 * and settings of its own.
 */
public final class JsonFlaw {

    private static final Pattern MISSING =
            Pattern.compile(
                    "(?:Missing required creator|Null value for creator) property '([^']*)'");

    private static final String OTHER_KIND = "a value of another kind";

    private JsonFlaw() {}

    /** What is wrong, or what would be right, as a sentence. */
    public static String inWords(JsonProcessingException flaw) {
        return switch (flaw) {
            case StreamConstraintsException e -> limit(String.valueOf(e.getMessage()));
            case JsonEOFException _ -> "It ends too soon.";
            case UnrecognizedPropertyException _ -> Please.NO_SUCH_FIELD;
            case MismatchedInputException e -> mismatch(e);
            default ->
                    flaw.getCause() instanceof JsonProcessingException cause
                            ? inWords(cause)
                            : ownWords(flaw);
        };
    }

    /** Where it is, such as {@code items[0].count}; empty of what is no JSON at all. */
    public static String field(JsonProcessingException flaw) {
        StringBuilder path = new StringBuilder();
        if (flaw instanceof JsonMappingException mapping) {
            mapping.getPath()
                    .forEach(step ->
                            path.append(
                                    step.getFieldName() == null
                                            ? "[" + step.getIndex() + "]"
                                            : (path.isEmpty() ? "" : ".") + step.getFieldName()));
        }
        return path.toString();
    }

    private static String mismatch(MismatchedInputException flaw) {
        Matcher missing = MISSING.matcher(flaw.getOriginalMessage());
        return missing.lookingAt()
                ? Please.give(missing.group(1))
                : Please.give(kind(flaw.getTargetType()));
    }

    /** A constructor of ours says what it wants; the parser says what it found. */
    private static String ownWords(JsonProcessingException flaw) {
        return switch (flaw.getCause()) {
            case NumberFormatException _ -> "A number in it cannot be read.";
            case IllegalArgumentException ours -> sentence(String.valueOf(ours.getMessage()));
            case null, default -> sentence(flaw.getOriginalMessage());
        };
    }

    private static String limit(String message) {
        if (message.contains("getMaxNestingDepth")) {
            return "Its values are nested too deep.";
        }
        if (message.contains("getMaxNameLength")) {
            return "A name in it is too long.";
        }
        if (message.contains("getMaxNumberLength") || message.contains("BigDecimal scale")) {
            return "A number in it has too many digits.";
        }
        return "It is too large.";
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return OTHER_KIND;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .map(name -> name.toUpperCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "an instant such as 2026-05-04T08:00:00Z";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : OTHER_KIND;
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }
}
