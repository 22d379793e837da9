package org.papertide.local.terminal;

/** What others wrote, fit for a terminal. */
public final class Shown {

    private static final int MAX_LENGTH = 300;

    private Shown() {}

    /** The text without what moves a cursor, colours or reverses; a long one is cut. */
    public static String text(String text) {
        return text(text, MAX_LENGTH);
    }

    /** As {@link #text(String)}, cut after so many characters. */
    public static String text(String text, int most) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(most).forEach(c -> shown.appendCodePoint(isPlain(c) ? c : '?'));
        return text.codePointCount(0, text.length()) > most ? shown + "…" : shown.toString();
    }

    /**
     * The same JSON, with what moves a cursor, colours or reverses written as {@code \}{@code
     * uXXXX}: such characters stand in strings only, so its meaning stays.
     */
    public static String json(String json) {
        if (json.codePoints().allMatch(Shown::isPlain)) {
            return json;
        }
        StringBuilder shown = new StringBuilder();
        json.codePoints()
                .forEach(c -> {
                    if (isPlain(c)) {
                        shown.appendCodePoint(c);
                    } else {
                        for (char unit : Character.toChars(c)) {
                            shown.append("\\u%04x".formatted((int) unit));
                        }
                    }
                });
        return shown.toString();
    }

    /** Whether a character neither controls a terminal nor turns or hides its neighbours. */
    public static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
