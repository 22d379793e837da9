package org.papertide.bounce.rule;

import java.util.List;
import java.util.stream.Stream;

/**
 * Finds out of whom a server speaks. "The address of the sender does not exist" has, in most
 * languages, the words of "the address does not exist" in it, and blames no recipient.
 *
 * <p>The words are the classes whose names end in {@code -sender}: each language that has phrases
 * about mailboxes has one. English is told apart by phrases alone, for its notices say "returned to
 * sender" right before anything.
 */
final class SenderWords {

    private static final List<String> WORDS = plain("-sender");

    /** They begin as a sender does, and are none. */
    private static final List<String> OTHERS = plain("-addressee");

    /** What something can be said of. */
    private static final List<String> NOUNS =
            Stream.concat(Stream.of("@"), plain("mailbox").stream()).toList();

    /** Between a sender and what is its own, as the particle in 送信者のアドレス, in characters. */
    private static final int APART = 4;

    /** The same before what has no noun: who "does not exist" was said before. */
    private static final int FAR = 50;

    private static final String ENDS = ".:;,!?";

    private SenderWords() {}

    private static List<String> plain(String ending) {
        return WordClasses.ofNames(name -> name.endsWith(ending))
                .map(word -> PlainWords.of(word).toString())
                .distinct()
                .toList();
    }

    /**
     * Whether a statement is about a sender: one is named in it, or right before or behind it.
     *
     * @param from where the statement begins in the words
     * @param to where it ends
     */
    static boolean isAbout(String words, int from, int to) {
        int begin = begin(words, from);
        int apart = hasNoun(words.substring(from, to)) ? APART : FAR;
        return WORDS.stream().anyMatch(sender -> isAbout(words, begin - apart, begin, to, sender));
    }

    /** Where its first noun begins, of which it may have the end alone: "e-mail-" of an address. */
    private static int begin(String words, int from) {
        int begin = from;
        for (String noun : NOUNS) {
            int at = from == 0 ? -1 : words.lastIndexOf(noun, from - 1);
            if (at >= 0 && at + noun.length() > from && Phrase.isWhole(words, noun, at)) {
                begin = Math.min(begin, at);
            }
        }
        return begin;
    }

    private static boolean hasNoun(String statement) {
        return NOUNS.stream()
                .anyMatch(noun -> {
                    int at = statement.indexOf(noun);
                    return at >= 0 && Phrase.isWhole(statement, noun, at);
                });
    }

    private static boolean isAbout(String words, int first, int from, int to, String sender) {
        int last = Math.min(words.length(), to + 1 + sender.length());
        int at = words.indexOf(sender, Math.max(0, first - sender.length()));
        while (at >= 0 && at + sender.length() <= last) {
            if (Phrase.isWhole(words, sender, at)
                    && !isOther(words, at)
                    && isBeside(words, at, at + sender.length(), from, to)) {
                return true;
            }
            at = words.indexOf(sender, at + 1);
        }
        return false;
    }

    private static boolean isOther(String words, int at) {
        return OTHERS.stream().anyMatch(other -> words.startsWith(other, at));
    }

    /** Whether nothing that ends a sentence is between them. */
    private static boolean isBeside(String words, int at, int end, int from, int to) {
        String between =
                end <= from ? words.substring(end, from) : at >= to ? words.substring(to, at) : "";
        return between.chars().noneMatch(c -> ENDS.indexOf(c) >= 0);
    }
}
