package org.papertide.observability;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that an expression of Prometheus names. */
final class Query {

    /**
     * Between quotes, within braces (labels), after by and on (labels), in square brackets;
     * durations.
     */
    private static final Pattern NO_METRICS =
            Pattern.compile(
                    "\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\{[^}]*}|\\[[^]]*]|\\b\\d+[a-z]+\\b"
                            + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\()\\b");
    private static final Set<String> WORDS =
            Set.of(
                    "and",
                    "or",
                    "unless",
                    "bool",
                    "offset",
                    "inf",
                    "nan",
                    "sum",
                    "max",
                    "min",
                    "avg",
                    "count",
                    "by",
                    "on",
                    "without",
                    "ignoring",
                    "group_left",
                    "group_right",
                    "topk");

    private Query() {}

    /** The names in an expression, functions and labels left out. */
    static Set<String> metrics(String expression) {
        Set<String> names = new TreeSet<>();
        String rest = NO_METRICS.matcher(expression).replaceAll(" ");
        Matcher name = NAME.matcher(rest);
        while (name.find()) {
            String word = name.group();
            boolean called = rest.substring(name.end()).stripLeading().startsWith("(");
            if (!called && !WORDS.contains(word) && !word.startsWith("$")) {
                names.add(word);
            }
        }
        return names;
    }
}
