package org.papertide.bounce.rule;

import java.util.Optional;
import java.util.OptionalInt;

/** SMTP reply codes (RFC 5321, 4.2) in what a server wrote. */
final class QuotedReply {

    private static final String BEFORE = ":;>(\"'#<[=,";

    private QuotedReply() {}

    private static final int LONGEST_ADDRESS = 320;

    /** The longest reply that is looked at, in characters. */
    private static final int LONGEST = 1_000;

    /**
     * The first code of a refusal, 400 to 559 or of the 570s, that stands where a reply begins: at
     * the start of a line, behind a colon or the like, or before an enhanced code.
     */
    static OptionalInt find(String text) {
        int at = position(text);
        return at < 0
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(text, at, at + 3, 10));
    }

    /** The first reply in a text: from its code to the next empty line. */
    static Optional<String> cut(String text) {
        int at = position(text);
        if (at < 0) {
            return Optional.empty();
        }
        int most = Math.min(text.length(), at + LONGEST);
        int end = text.indexOf("\n\n", at, most);
        return Optional.of(text.substring(at, end < 0 ? most : end));
    }

    /**
     * Whether the first reply begins with an address and a colon: so servers answer a recipient
     * that they refuse, and nothing else that can be blamed on the address.
     */
    static boolean namesAddress(String text) {
        int at = position(text);
        if (at < 0) {
            return false;
        }
        int from = at + 3;
        while (from < text.length() && " -.:#()0123456789".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        int end = text.indexOf(">:", from, Math.min(text.length(), from + LONGEST_ADDRESS));
        return from < text.length()
                && text.charAt(from) == '<'
                && end > 0
                && text.substring(from, end).indexOf('@') > 0
                && text.indexOf('<', from + 1, end) < 0;
    }

    /** Exim and others indent what a server said, in characters. */
    private static final int MOST_INDENT = 16;

    private static int position(String text) {
        for (int at = 0; at + 3 <= text.length(); at++) {
            if (isCode(text, at) && (begins(text, at) || beforeEnhanced(text, at))) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isCode(String text, int at) {
        char first = text.charAt(at);
        char second = text.charAt(at + 1);
        char third = text.charAt(at + 2);
        return (first == '4' || first == '5')
                && ((second >= '0' && second <= '5') || (first == '5' && second == '7'))
                && third >= '0'
                && third <= '9'
                && (at == 0 || !isPartOfNumber(text.charAt(at - 1)))
                && (at + 3 == text.length() || isEnd(text, at + 3));
    }

    private static boolean isPartOfNumber(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '/';
    }

    private static boolean isEnd(String text, int at) {
        char c = text.charAt(at);
        return !Character.isLetterOrDigit(c) && c != '.' && c != '@' && c != '%';
    }

    private static boolean begins(String text, int at) {
        int before = at - 1;
        while (before >= 0
                && before >= at - MOST_INDENT
                && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        if (before < 0) {
            return true;
        }
        char c = text.charAt(before);
        return c == '\n' || BEFORE.indexOf(c) >= 0 || isNamed(text, before);
    }

    /** Behind "said", "error", "code", "status", "SMTP" and the like, or an arrow. */
    private static boolean isNamed(String text, int end) {
        for (String word :
                new String[] {
                    "<--",
                    "said",
                    "error",
                    "code",
                    "status",
                    "smtp",
                    "reply",
                    "response",
                    "with",
                    "was",
                    "returned"
                }) {
            int from = end + 1 - word.length();
            if (from >= 0 && text.regionMatches(true, from, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean beforeEnhanced(String text, int at) {
        int from = at + 3;
        while (from < text.length() && from < at + 6 && " -#(".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        return from + 1 < text.length()
                && text.charAt(from) == text.charAt(at)
                && text.charAt(from + 1) == '.';
    }
}
