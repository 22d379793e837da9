package org.papertide.notify.message.latex;

import org.jspecify.annotations.Nullable;

/** A LaTeX text, how far it has been read, and what comes next in it. */
class LatexScanner {

    /** A group or formula longer than this is none: that bounds the time a hostile text takes. */
    static final int MAX_GROUP = 600;

    /** Longest option in square brackets, such as the degree of a root. */
    private static final int MAX_OPTION = 7;

    final String in;
    int at;

    LatexScanner(String in) {
        this.in = in;
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

    /** The inside of the group that opens here, or null if it never closes. */
    @Nullable String groupAt(int start) {
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

    /**
     * Where the formula ends, or -1 if the sign is a dollar. As Pandoc does: no white space within
     * the signs at their side, no digit after the closing one (unless a command is within).
     */
    int formulaEnd(int start, int dollars) {
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

    int commandEnd() {
        int end = Math.min(in.length(), at + 2);
        while (end < in.length()
                && isAsciiLetter(in.charAt(end - 1))
                && isAsciiLetter(in.charAt(end))) {
            end++;
        }
        while (end < in.length() && in.charAt(end) == '{') {
            String group = groupAt(end);
            if (group == null) {
                break;
            }
            end += group.length() + 2;
        }
        return end;
    }

    String rawArgument() {
        if (at >= in.length()) {
            return "";
        }
        String group = groupAt(at);
        if (group != null) {
            at += group.length() + 2;
            return group;
        }
        int end = in.offsetByCodePoints(at, 1);
        String one = in.substring(at, end);
        at = end;
        return one;
    }

    String optional() {
        int limit = Math.min(in.length(), at + MAX_OPTION + 2);
        int end = in.startsWith("[", at) ? in.indexOf(']', at, limit) : -1;
        if (end < 0) {
            return "";
        }
        String option = in.substring(at + 1, end);
        at = end + 1;
        return option;
    }

    void skipSpace() {
        while (at < in.length() && in.charAt(at) == ' ') {
            at++;
        }
    }

    static boolean isAsciiLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }
}
