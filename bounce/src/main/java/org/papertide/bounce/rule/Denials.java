package org.papertide.bounce.rule;

import java.util.List;

/** Words that deny what follows in the same sentence: "could not be delivered to". */
final class Denials {

    private static final List<String> WORDS =
            WordClasses.ofNames("denial"::equals)
                    .map(word -> PlainWords.of(word).toString())
                    .distinct()
                    .toList();

    /** How far before a statement its denial stands, in characters. */
    private static final int FAR = 60;

    private static final String ENDS = ".:;,!?";

    private Denials() {}

    /** Whether one stands before a place, with no end of a sentence between. */
    static boolean isBefore(String words, int place) {
        int from = place;
        while (from > 0 && from > place - FAR && ENDS.indexOf(words.charAt(from - 1)) < 0) {
            from--;
        }
        String before = words.substring(from, place);
        return WORDS.stream().anyMatch(word -> isIn(before, word));
    }

    private static boolean isIn(String text, String word) {
        int at = text.indexOf(word);
        while (at >= 0 && !Phrase.isWhole(text, word, at)) {
            at = text.indexOf(word, at + 1);
        }
        return at >= 0;
    }
}
