package org.papertide.notify.signup;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.running.FieldProblem;

/** Reads requests: either an interest, or every problem there is. */
final class InterestReader {

    /** arXiv's names, such as {@code cs.LG} and {@code hep-ex}. */
    private static final Pattern CATEGORY =
            Pattern.compile("[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)?", Pattern.CASE_INSENSITIVE);

    private static final int MAX_CATEGORY = 40;
    private static final int MAX_ZONE = 64;
    private static final int MAX_SCORE = 1_000_000_000;

    /** What a request turned out to be. */
    sealed interface Read {
        record Well(Interest interest) implements Read {}

        record Badly(List<FieldProblem> problems) implements Read {}
    }

    private final List<FieldProblem> problems = new ArrayList<>();

    private InterestReader() {}

    static Read read(SubscriptionRequest request) {
        return new InterestReader().check(request);
    }

    private Read check(SubscriptionRequest request) {
        Frequency frequency = frequency(request.frequency());
        ZoneId timezone = timezone(request.timezone());
        int hour = number("hour", request.hour(), Interest.DEFAULT_HOUR, 0, 23);
        int limit = number("limit", request.limit(), Interest.DEFAULT_LIMIT, 1, Interest.MAX_LIMIT);
        List<String> categories = entries("categories", request.categories());
        for (String category : categories) {
            if (category.length() > MAX_CATEGORY || !CATEGORY.matcher(category).matches()) {
                problem("categories", "each is a category such as cs.LG");
                break;
            }
        }
        List<String> include = entries("include", request.include());
        List<String> exclude = entries("exclude", request.exclude());
        List<String> authors = entries("authors", request.authors());
        Double minimumScore = request.minimumScore();
        if (minimumScore != null && !(minimumScore >= 0 && minimumScore <= MAX_SCORE)) {
            problem("minimumScore", "is a number, 0 or more");
        }
        if (!problems.isEmpty()) {
            return new Read.Badly(List.copyOf(problems));
        }
        return new Read.Well(
                new Interest(
                        frequency,
                        timezone,
                        hour,
                        categories,
                        include,
                        exclude,
                        authors,
                        minimumScore,
                        limit));
    }

    private Frequency frequency(@Nullable String name) {
        if (name == null) {
            return Frequency.DAILY;
        }
        Optional<Frequency> frequency = Frequency.find(name.strip().toUpperCase(Locale.ROOT));
        if (frequency.isEmpty()) {
            problem("frequency", "is DAILY, WEEKLY or INSTANT");
        }
        return frequency.orElse(Frequency.DAILY);
    }

    private ZoneId timezone(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return ZoneOffset.UTC;
        }
        try {
            if (name.length() <= MAX_ZONE) {
                return ZoneId.of(name.strip());
            }
        } catch (DateTimeException _) {
            // Said below.
        }
        problem("timezone", "is a timezone's name such as Europe/Berlin");
        return ZoneOffset.UTC;
    }

    private int number(String field, @Nullable Integer value, int usual, int least, int most) {
        if (value == null) {
            return usual;
        }
        if (value < least || value > most) {
            problem(field, "is a whole number from %d to %d".formatted(least, most));
            return usual;
        }
        return value;
    }

    private List<String> entries(String field, @Nullable List<String> values) {
        if (values == null) {
            return List.of();
        }
        Set<String> entries = new LinkedHashSet<>();
        for (@Nullable String value : values) {
            String entry = value == null ? "" : inOneLine(value);
            if (entry.length() > Interest.MAX_ENTRY
                    || entry.isEmpty()
                    || entry.chars().anyMatch(InterestReader::isHidden)) {
                problem(field, "each has 1 to %d visible characters".formatted(Interest.MAX_ENTRY));
                return List.of();
            }
            entries.add(entry);
            if (entries.size() > Interest.MAX_ENTRIES) {
                problem(field, "has at most %d entries".formatted(Interest.MAX_ENTRIES));
                return List.of();
            }
        }
        return List.copyOf(entries);
    }

    /** With single spaces between the words; longer than an entry may be, it is cut. */
    private static String inOneLine(String value) {
        StringBuilder line = new StringBuilder();
        boolean space = false;
        for (int i = 0; i < value.length() && line.length() <= Interest.MAX_ENTRY; i++) {
            char c = value.charAt(i);
            if (Character.isWhitespace(c)) {
                space = !line.isEmpty();
            } else {
                if (space) {
                    line.append(' ');
                    space = false;
                }
                line.append(c);
            }
        }
        return line.toString();
    }

    private static boolean isHidden(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private void problem(String field, String detail) {
        problems.add(new FieldProblem(field, detail));
    }
}
