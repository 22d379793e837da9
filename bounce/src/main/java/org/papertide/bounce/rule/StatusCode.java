package org.papertide.bounce.rule;

import java.util.Optional;

/**
 * An enhanced status code (RFC 3463).
 *
 * @param success 2, 4 or 5: delivered, not yet, not at all
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record StatusCode(int success, int subject, int detail) {

    private static final String ANY = "245";

    private static final int LONGEST_NUMBER = 3;

    public StatusCode {
        if (success != 2 && success != 4 && success != 5) {
            throw new IllegalArgumentException("success must be 2, 4 or 5");
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("subject and detail must be 0 to 999");
        }
    }

    /** The first code in a text; part of an address of a host (192.5.1.1) or a version is none. */
    public static Optional<StatusCode> find(String text) {
        return find(text, ANY);
    }

    /**
     * As {@link #find(String)}, of those that begin so.
     *
     * @param success 2, 4 or 5; others have no codes
     */
    public static Optional<StatusCode> find(String text, int success) {
        return find(text, ANY.indexOf('0' + success) < 0 ? "" : String.valueOf(success));
    }

    private static Optional<StatusCode> find(String text, String successes) {
        for (int at = 0; at + 5 <= text.length(); at++) {
            if (text.charAt(at + 1) == '.'
                    && successes.indexOf(text.charAt(at)) >= 0
                    && begins(text, at)) {
                Optional<StatusCode> code = parse(text, at);
                if (code.isPresent()) {
                    return code;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean begins(String text, int at) {
        return at == 0 || (!isWord(text.charAt(at - 1)) && text.charAt(at - 1) != '.');
    }

    private static Optional<StatusCode> parse(String text, int at) {
        int subjectEnd = digits(text, at + 2);
        if (subjectEnd == at + 2 || subjectEnd >= text.length() || text.charAt(subjectEnd) != '.') {
            return Optional.empty();
        }
        int end = digits(text, subjectEnd + 1);
        if (end == subjectEnd + 1 || goesOn(text, end)) {
            return Optional.empty();
        }
        return Optional.of(
                new StatusCode(
                        text.charAt(at) - '0',
                        Integer.parseInt(text, at + 2, subjectEnd, 10),
                        Integer.parseInt(text, subjectEnd + 1, end, 10)));
    }

    private static int digits(String text, int from) {
        int to = from;
        while (to < text.length() && to - from < LONGEST_NUMBER && isDigit(text.charAt(to))) {
            to++;
        }
        return to;
    }

    private static boolean goesOn(String text, int end) {
        if (end >= text.length()) {
            return false;
        }
        char next = text.charAt(end);
        boolean fourthNumber =
                next == '.' && end + 1 < text.length() && isDigit(text.charAt(end + 1));
        return fourthNumber || isDigit(next);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    /** Whether the code only says that it failed, or that something else did, and not what. */
    public boolean isVague() {
        return subject == 0 || subject > 7 || (detail == 0 && subject != 7);
    }

    /** Whether the code says that all attempts are over, whatever its class. */
    public boolean isOfExpiry() {
        return subject == 4 && detail == 7;
    }

    @Override
    public String toString() {
        return success + "." + subject + "." + detail;
    }
}
