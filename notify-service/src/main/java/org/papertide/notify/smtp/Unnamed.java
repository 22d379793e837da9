package org.papertide.notify.smtp;

import java.util.regex.Pattern;

/** Takes an address out of what a server says of it, its two parts as well. */
public final class Unnamed {

    /** A name as short as that is a word of many replies, and names nobody. */
    private static final int SHORTEST = 3;

    private Unnamed() {}

    public static String of(String words, String address) {
        int at = address.lastIndexOf('@');
        String left = without(words, address);
        left = without(left, address.substring(0, Math.max(at, 0)));
        return without(left, address.substring(at + 1));
    }

    private static String without(String words, String name) {
        return name.length() < SHORTEST
                ? words
                : Pattern.compile(
                                "(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])",
                                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(words)
                        .replaceAll("…");
    }
}
