package org.papertide.bounce.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mail addresses in text, in the order in which they stand there. */
public final class Addresses {

    private static final int LONGEST_LOCAL = 128;
    private static final int LONGEST_DOMAIN = 255;

    /** More than these are of no use. */
    private static final int MOST = 100;

    private Addresses() {}

    /** The first address. */
    public static Optional<String> first(String text) {
        return all(text).stream().findFirst();
    }

    /** The addresses, without what stands around them. */
    public static List<String> all(String text) {
        List<String> found = new ArrayList<>();
        int end = 0;
        for (int at = text.indexOf('@');
                at >= 0 && found.size() < MOST;
                at = text.indexOf('@', at + 1)) {
            int from = localPart(text, at, end);
            int to = domain(text, at + 1);
            if (from < at && to > at + 1) {
                found.add(text.substring(from, to));
                end = to;
            }
        }
        return List.copyOf(found);
    }

    private static int localPart(String text, int at, int end) {
        int from = at;
        if (at > end && text.charAt(at - 1) == '"') {
            return quote(text, at - 2, Math.max(end, at - LONGEST_LOCAL), at);
        }
        int least = Math.max(end, at - LONGEST_LOCAL);
        while (from > least && isLocal(text.charAt(from - 1))) {
            from--;
        }
        while (from < at && ".'=/".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        return from;
    }

    private static int quote(String text, int from, int least, int otherwise) {
        for (int i = from; i >= least; i--) {
            char c = text.charAt(i);
            if (c == '"') {
                return i;
            }
            if (!PlainText.isPlain(c)) {
                return otherwise;
            }
        }
        return otherwise;
    }

    private static boolean isLocal(char c) {
        return (c > 0x7f && Character.isLetterOrDigit(c))
                || (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0;
    }

    private static int domain(String text, int from) {
        int to = from;
        int most = Math.min(text.length(), from + LONGEST_DOMAIN);
        if (from < most && text.charAt(from) == '[') {
            return text.indexOf(']', from, most) + 1;
        }
        while (to < most && isDomain(text.charAt(to))) {
            to++;
        }
        while (to > from && ".-_".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return to;
    }

    private static boolean isDomain(char c) {
        return (c < 0x2000 && Character.isLetterOrDigit(c)) || c == '.' || c == '-' || c == '_';
    }
}
