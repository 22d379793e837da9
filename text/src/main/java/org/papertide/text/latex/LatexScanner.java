package org.papertide.text.latex;

import org.jspecify.annotations.Nullable;

/**
 * A position in a LaTeX text, and what comes next there. Every look ahead is bounded, which bounds
 * the time that a hostile text takes.
 */
final class LatexScanner {

    /** A group or formula longer than this is none. */
    private static final int MAX_GROUP = 600;

    /** Longest option in square brackets, such as the degree of a root. */
    private static final int MAX_OPTION = 7;

    private final String in;
    private int at;

    LatexScanner(String in) {
        this.in = in;
    }

    // Position

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = Math.min(in.length(), position);
    }

    void skip(int count) {
        moveTo(at + count);
    }

    /** Skips spaces; answers whether there was one. */
    boolean skipSpace() {
        int start = at;
        while (at < in.length() && in.charAt(at) == ' ') {
            at++;
        }
        return at > start;
    }

    // What comes next

    boolean hasNext() {
        return at < in.length();
    }

    /** The next character; there must be one. */
    char peek() {
        return in.charAt(at);
    }

    boolean startsWith(String text) {
        return in.startsWith(text, at);
    }

    /** Whether a letter, a digit or a command comes next. */
    boolean startsWord() {
        return hasNext() && (isAsciiLetter(peek()) || Character.isDigit(peek()) || peek() == '\\');
    }

    /** Whether what a function is applied to comes next: a letter, a command or a bracket. */
    boolean isArgumentNext() {
        int next = at;
        while (next < in.length() && in.charAt(next) == ' ') {
            next++;
        }
        return next < in.length()
                && (isAsciiLetter(in.charAt(next)) || "\\([{".indexOf(in.charAt(next)) >= 0);
    }

    /** Fig.~1 is held together by a tie; ~100, a~b of numbers and ~user are not. */
    boolean isTie() {
        if (at == 0 || at + 1 == in.length()) {
            return false;
        }
        char before = in.charAt(at - 1);
        char after = in.charAt(at + 1);
        boolean number = Character.isDigit(before) && Character.isDigit(after);
        return !number
                && (Character.isLetterOrDigit(before) || ".),:".indexOf(before) >= 0)
                && (Character.isLetterOrDigit(after) || "\\$({".indexOf(after) >= 0);
    }

    /** Such as "the flag --verbose", "a --> b". */
    boolean isOptionOrArrow() {
        if (in.startsWith("-->", at)) {
            return true;
        }
        boolean wordStarts = at == 0 || in.charAt(at - 1) == ' ';
        return wordStarts && at + 2 < in.length() && Character.isLetter(in.charAt(at + 2));
    }

    /**
     * The name of the command that comes next: letters, or one other sign; empty if a lone
     * backslash ends the text.
     */
    String commandName() {
        int end = Math.min(in.length(), at + 1);
        while (end < in.length() && isAsciiLetter(in.charAt(end))) {
            end++;
        }
        if (end == at + 1) {
            end = Math.min(in.length(), at + 2);
        }
        return in.substring(Math.min(end, at + 1), end);
    }

    /** The inside of the group that opens here, or null if none does or it never closes. */
    @Nullable String group() {
        return groupAt(at);
    }

    private @Nullable String groupAt(int start) {
        if (start >= in.length() || in.charAt(start) != '{') {
            return null;
        }
        int open = 0;
        int limit = Math.min(in.length(), start + MAX_GROUP);
        for (int i = start; i < limit; i++) {
            char each = in.charAt(i);
            if (each == '\\') {
                i++;
            } else if (each == '{') {
                open++;
            } else if (each == '}' && --open == 0) {
                return in.substring(start + 1, i);
            }
        }
        return null;
    }

    // What is taken

    String take(int end) {
        String taken = in.substring(at, end);
        at = end;
        return taken;
    }

    /** A web address, up to a sign that cannot be in one. */
    String takeAddress() {
        int end = at;
        while (end < in.length() && " {}$<>".indexOf(in.charAt(end)) < 0) {
            end++;
        }
        return take(end);
    }

    /**
     * The inside of the formula that opens here, or null if the sign is a dollar. As Pandoc does:
     * no white space within the signs at their side, no digit after the closing one (unless a
     * command is within).
     */
    @Nullable String takeFormula() {
        int dollars = in.startsWith("$$", at) ? 2 : 1;
        int start = at + dollars;
        int end = formulaEnd(start, dollars);
        if (end < 0) {
            return null;
        }
        at = end + dollars;
        return in.substring(start, end);
    }

    private int formulaEnd(int start, int dollars) {
        if (start >= in.length() || (dollars == 1 && in.charAt(start) == ' ')) {
            return -1;
        }
        int limit = Math.min(in.length(), start + MAX_GROUP);
        for (int i = start; i < limit; i++) {
            char each = in.charAt(i);
            if (each == '\\') {
                i++;
            } else if (each == '$') {
                boolean digitFollows = i + 1 < in.length() && Character.isDigit(in.charAt(i + 1));
                if (dollars == 2) {
                    return in.startsWith("$$", i) && i > start ? i : -1;
                }
                boolean price = digitFollows && in.substring(start, i).indexOf('\\') < 0;
                return i == start || in.charAt(i - 1) == ' ' || price ? -1 : i;
            }
        }
        return -1;
    }

    /** What is between two signs of two characters, the first of which comes next; or null. */
    @Nullable String takeDelimited(String closing) {
        int end = in.indexOf(closing, at + 2, Math.min(in.length(), at + MAX_GROUP));
        if (end < 0) {
            return null;
        }
        String inside = in.substring(at + 2, end);
        at = end + closing.length();
        return inside;
    }

    /** The command that comes next, with the groups that follow it. */
    String takeCommand() {
        int end = Math.min(in.length(), at + 1 + commandName().length());
        while (end < in.length() && in.charAt(end) == '{') {
            String group = groupAt(end);
            if (group == null) {
                break;
            }
            end += group.length() + 2;
        }
        return take(end);
    }

    /** The inside of a group, or one character, or nothing at the end. */
    String takeArgument() {
        if (!hasNext()) {
            return "";
        }
        String group = group();
        if (group != null) {
            at += group.length() + 2;
            return group;
        }
        return take(in.offsetByCodePoints(at, 1));
    }

    /** A short option in square brackets; empty if there is none. */
    String takeOption() {
        int limit = Math.min(in.length(), at + MAX_OPTION + 2);
        int end = in.startsWith("[", at) ? in.indexOf(']', at, limit) : -1;
        if (end < 0) {
            return "";
        }
        String option = in.substring(at + 1, end);
        at = end + 1;
        return option;
    }

    static boolean isAsciiLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }
}
