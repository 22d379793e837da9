package org.papertide.local.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.InstantText;
import org.papertide.events.Topic;

/**
 * What {@code --where} asks of an event: a field by its JSON name, a comparison and a value, such
 * as {@code paper.title contains graph}, {@code score > 20} or {@code reasons.metric = UPVOTES}. It
 * compares and does nothing else: no expression of it can run.
 *
 * <p>A list is met if one of its elements is; {@code !=} if none is equal. Numbers are compared as
 * numbers, instants as instants, else texts by their characters. A field that an event does not
 * have meets only {@code !=}.
 *
 * @param path of the field
 * @param comparison what is asked
 * @param value compared with
 */
record Condition(List<String> path, Comparison comparison, String value) {

    private static final Pattern FORM =
            Pattern.compile(
                    "\\s*([A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z][A-Za-z0-9]*)*)"
                            + "(?:\\s*(!=|<=|>=|=|<|>)\\s*|\\s+(contains)\\s+)(.*?)\\s*",
                    Pattern.DOTALL);

    /** How a field and a value are compared. */
    enum Comparison {
        EQUAL("="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        CONTAINS("contains");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        private static Comparison of(String sign) {
            return Stream.of(values()).filter(c -> c.sign.equals(sign)).findFirst().orElseThrow();
        }

        /**
         * @param order below 0 if the field's value is less, 0 if equal, above 0 if more
         */
        private boolean isMet(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case UNEQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                case AT_LEAST -> order >= 0;
                case CONTAINS -> false;
            };
        }
    }

    Condition {
        path = List.copyOf(path);
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Condition parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "must be FIELD=VALUE, or with !=, <, <=, >, >= or contains, not " + text);
        }
        String sign = form.group(2) == null ? form.group(3) : form.group(2);
        String value = unquoted(form.group(4));
        if (value.isEmpty() && sign.equals("contains")) {
            throw new IllegalArgumentException("needs a text after contains, not " + text);
        }
        return new Condition(List.of(form.group(1).split("\\.", -1)), Comparison.of(sign), value);
    }

    private static String unquoted(String value) {
        boolean quoted =
                value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** What is wrong with it for events of a topic, in words; empty if nothing. */
    Optional<String> wrongFor(Topic topic) {
        return EventFields.of(topic)
                .wrong(path, comparison == Comparison.CONTAINS || number() != null)
                .map(wrong -> "%s: %s".formatted(topic.baseName(), wrong));
    }

    /** Whether an event meets it. */
    boolean isMet(JsonNode event) {
        if (comparison == Comparison.UNEQUAL) {
            return values(event, 0).noneMatch(node -> isMet(node, Comparison.EQUAL));
        }
        return values(event, 0).anyMatch(node -> isMet(node, comparison));
    }

    private Stream<JsonNode> values(JsonNode node, int depth) {
        if (node.isArray()) {
            return node.valueStream().flatMap(element -> values(element, depth));
        }
        if (depth == path.size()) {
            return node.isMissingNode() || node.isNull() ? Stream.of() : Stream.of(node);
        }
        return values(node.path(path.get(depth)), depth + 1);
    }

    private boolean isMet(JsonNode node, Comparison how) {
        if (how == Comparison.CONTAINS) {
            String text = node.isValueNode() ? node.asText() : node.toString();
            return text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
        }
        if (node.isNumber()) {
            BigDecimal number = number();
            BigDecimal own = finite(node);
            return number != null && own != null && how.isMet(own.compareTo(number));
        }
        if (!node.isValueNode()) {
            return false;
        }
        Instant own = instant(node.asText());
        Instant asked = own == null ? null : instant(value);
        return how.isMet(
                asked == null
                        ? node.asText().compareTo(value)
                        : Objects.requireNonNull(own).compareTo(asked));
    }

    /** A number of a record, which may be one that no event has: {@code 1e400} is infinite. */
    private static @Nullable BigDecimal finite(JsonNode node) {
        return node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())
                ? null
                : node.decimalValue();
    }

    private @Nullable BigDecimal number() {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static @Nullable Instant instant(String text) {
        if (text.length() < 16 || text.charAt(4) != '-') {
            return null;
        }
        try {
            return InstantText.parse(text);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
