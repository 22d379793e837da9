package org.papertide.bounce.rule;

import java.util.List;

/**
 * What servers speak of beside a mailbox: hosts, records, certificates. Where one stands between
 * two pieces of a phrase, these belong to two statements: "the recipient's server refuses the mail:
 * the SPF record does not exist" says nothing of the recipient.
 */
final class OtherThings {

    /** Of an IPv4 address. */
    private static final int NUMBERS = 4;

    private static final List<String> WORDS =
            WordClasses.ofNames(name -> name.equals("thing") || name.endsWith("-thing"))
                    .map(word -> PlainWords.of(word).toString())
                    .distinct()
                    .toList();

    private OtherThings() {}

    /** Whether one is named in a part of the words. */
    static boolean isIn(String words, int from, int to) {
        String part = words.substring(from, to);
        return WORDS.stream().anyMatch(thing -> has(part, thing)) || hasHostAddress(part);
    }

    private static boolean has(String part, String thing) {
        int at = part.indexOf(thing);
        while (at >= 0 && !Phrase.isWhole(part, thing, at)) {
            at = part.indexOf(thing, at + 1);
        }
        return at >= 0;
    }

    /** Four numbers with points between them. */
    private static boolean hasHostAddress(String part) {
        int numbers = 0;
        for (int at = 0; at < part.length(); at++) {
            if (isDigit(part.charAt(at))) {
                if (at == 0 || !isDigit(part.charAt(at - 1))) {
                    numbers++;
                }
                if (numbers == NUMBERS) {
                    return true;
                }
            } else if (part.charAt(at) != '.' || at == 0 || !isDigit(part.charAt(at - 1))) {
                numbers = 0;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
