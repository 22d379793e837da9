package org.papertide.bounce.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Words to look for: pieces of text that follow each other, each within {@link #GAP} characters
 * behind the last. A piece that begins or ends with a letter or digit begins or ends a word there.
 * What is said of somebody has no other thing between its pieces ({@link OtherThings}).
 *
 * @param pieces as {@link PlainWords} has text
 * @param inReply whether the words are too common to mean anything but in the reply of a server
 */
record Phrase(List<String> pieces, boolean inReply) {

    private static final String IN_REPLY = "reply:";

    /** How far apart a star holds two pieces, in characters. */
    private static final int GAP = 50;

    /** Shorter Greek and Cyrillic words stand for themselves alone, in characters. */
    private static final int SHORTEST_STEM = 5;

    /** Of a Greek or Cyrillic word, in characters. */
    private static final int LONGEST_ENDING = 3;

    /** Of a text that is made to match beginnings, no more than these are tried. */
    private static final int MOST_BEGINNINGS = 20;

    Phrase {
        pieces = List.copyOf(pieces);
        if (pieces.isEmpty() || pieces.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a phrase must have words on both sides of a star");
        }
    }

    /** Reads a line of a file of phrases: one phrase, or one for each word of a class. */
    static Stream<Phrase> parse(String line) {
        boolean inReply = line.startsWith(IN_REPLY);
        String phrase = inReply ? line.substring(IN_REPLY.length()) : line;
        return WordClasses.expand(phrase)
                .map(each ->
                        new Phrase(
                                Stream.of(each.split("\\*", -1))
                                        .map(piece -> PlainWords.of(piece).toString())
                                        .toList(),
                                inReply));
    }

    /** How a text begins somewhere that has this phrase: see {@link PlainWords#mayHave}. */
    String start() {
        return PlainWords.start(pieces.getFirst());
    }

    /** Whether the words have this phrase. */
    boolean isIn(PlainWords text) {
        return find(text, (_, _, _, _) -> Found.YES) != Found.NOT;
    }

    /** Whether the words have this phrase, and it begins within their first so many characters. */
    boolean beginsIn(PlainWords text, int most) {
        return find(text, (_, at, _, _) -> at < most ? Found.YES : Found.NOT) != Found.NOT;
    }

    /** Where the words have this phrase first. */
    Optional<Place> findFirst(PlainWords text) {
        List<Place> places = new ArrayList<>();
        var _ =
                find(
                        text,
                        (_, from, _, to) -> {
                            places.add(new Place(from, to));
                            return Found.YES;
                        });
        return places.stream().findFirst();
    }

    /** Whether the words are this phrase, or begin with it if it ends with a colon. */
    boolean isLabel(PlainWords text) {
        String piece = pieces.getFirst();
        return pieces.size() == 1
                && (piece.endsWith(":")
                        ? text.toString().startsWith(piece)
                        : text.toString().equals(piece));
    }

    /** Whether the words have this phrase where nothing denies it: {@link Denials}. */
    boolean isAffirmed(PlainWords text) {
        return find(text, (words, at, _, _) -> Denials.isBefore(words, at) ? Found.NOT : Found.YES)
                != Found.NOT;
    }

    /** Whether the words have this phrase, and say it neither of a sender nor of a thing. */
    Found findSubject(PlainWords text) {
        return find(text, Phrase::ofWhom);
    }

    /** From where to where a phrase is in a text, in characters; the end is not in it. */
    record Place(int from, int to) {}

    /** How a phrase is in a text, and of whom it says something. */
    enum Found {
        NOT,
        OF_OTHER_THING,
        OF_SENDER,
        YES
    }

    /** What a phrase says from a place to another; where its first piece ends, is first. */
    private interface Saying {
        Found of(String words, int from, int first, int to);
    }

    private Found find(PlainWords text, Saying saying) {
        String words = text.toString();
        Found found = Found.NOT;
        int from = 0;
        for (int tries = 0; tries < MOST_BEGINNINGS; tries++) {
            int at = find(words, pieces.getFirst(), from, words.length());
            if (at < 0) {
                return found;
            }
            int first = at + pieces.getFirst().length();
            int end = end(words, first);
            Found said = end < 0 ? Found.NOT : saying.of(words, at, first, end);
            if (said == Found.YES) {
                return said;
            }
            found = said.compareTo(found) > 0 ? said : found;
            from = at + 1;
        }
        return found;
    }

    private static Found ofWhom(String words, int from, int first, int to) {
        if (to > first && OtherThings.isIn(words, first, to)) {
            return Found.OF_OTHER_THING;
        }
        if (SenderWords.isAbout(words, from, to)) {
            return Found.OF_SENDER;
        }
        return OtherThings.isAbout(words, from, to) ? Found.OF_OTHER_THING : Found.YES;
    }

    /** Where the phrase ends whose first piece ends there; -1 if it does not go on. */
    private int end(String words, int first) {
        int from = first;
        for (String piece : pieces.subList(1, pieces.size())) {
            int at =
                    find(words, piece, from, Math.min(words.length(), from + GAP + piece.length()));
            if (at < 0) {
                return -1;
            }
            from = at + piece.length();
        }
        return from;
    }

    private static int find(String words, String piece, int from, int to) {
        int at = words.indexOf(piece, from, to);
        while (at >= 0 && !isWhole(words, piece, at)) {
            at = words.indexOf(piece, at + 1, to);
        }
        return at;
    }

    /** Whether a piece begins and ends with a word where it stands. */
    static boolean isWhole(String words, String piece, int at) {
        int end = at + piece.length();
        boolean begins = at == 0 || !isOneWord(words.charAt(at - 1), piece.charAt(0));
        boolean ends =
                end == words.length()
                        || !isOneWord(piece.charAt(piece.length() - 1), words.charAt(end))
                        || isInflected(words, piece, end);
        return begins && ends;
    }

    /** Scripts without spaces between words have no such words. */
    private static boolean isOneWord(char last, char next) {
        return (PlainWords.isLatin(last) && PlainWords.isLatin(next))
                || (PlainWords.isGreekOrCyrillic(last) && PlainWords.isGreekOrCyrillic(next));
    }

    /** Whether a long word goes on for an ending alone, as "заблокирован" for "заблокирована". */
    private static boolean isInflected(String words, String piece, int end) {
        int length = 0;
        while (length < piece.length()
                && PlainWords.isGreekOrCyrillic(piece.charAt(piece.length() - 1 - length))) {
            length++;
        }
        int ending = 0;
        while (end + ending < words.length()
                && PlainWords.isGreekOrCyrillic(words.charAt(end + ending))) {
            ending++;
        }
        return length >= SHORTEST_STEM && ending <= LONGEST_ENDING;
    }
}
