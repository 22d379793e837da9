package org.papertide.ranking.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words that make a question or a request of a query, and say nothing of what a paper is about.
 * They are left out where papers are scored by words; a text model reads the whole sentence.
 */
final class QuestionWords {

    /** One of these makes a question of it. */
    private static final Set<String> ASKING =
            Set.of(
                    "how", "what", "what's", "which", "why", "when", "where", "who", "whose", "do",
                    "does", "did", "can", "could", "should", "would", "is", "are");

    /** May follow one of these. */
    private static final Set<String> FOLLOWING =
            Set.of(
                    "will", "has", "have", "had", "was", "were", "we", "i", "you", "one", "there",
                    "any", "the", "a", "an", "to");

    private static final Set<String> REQUESTED = Set.of("paper", "papers", "article", "articles");

    private static final Set<String> ABOUT = Set.of("on", "about");

    /**
     * Words that are left of what may be a part of a title, such as "why transformers fail" and "is
     * it enough?".
     */
    private static final int ENOUGH = 4;

    private QuestionWords() {}

    /** The text without them; as it is, if hardly another word is left. */
    static String leaveOut(String text) {
        List<String> words = new ArrayList<>(List.of(text.split(" ", -1)));
        boolean requests =
                words.size() > 1
                        && REQUESTED.contains(plain(words.get(0)))
                        && ABOUT.contains(plain(words.get(1)));
        boolean asks = ASKING.contains(plain(words.getFirst()));
        if (!asks && !requests) {
            return text;
        }
        boolean how = plain(words.getFirst()).equals("how");
        int begin = requests ? 2 : 0;
        while (begin < words.size() && isAsking(plain(words.get(begin)))) {
            begin++;
        }
        // "How does it work?" asks of something else than work.
        boolean works = how && begin > 1 && isWork(plain(words.getLast()));
        int end = works ? words.size() - 1 : words.size();
        String left = String.join(" ", words.subList(begin, Math.max(begin, end)));
        boolean marked = text.endsWith("?") && begin > 1;
        int least = requests || works || marked ? 1 : ENOUGH;
        return Words.of(Words.TEXT, left, least).size() < least ? text : left;
    }

    private static boolean isAsking(String word) {
        return ASKING.contains(word) || FOLLOWING.contains(word);
    }

    private static boolean isWork(String word) {
        return word.equals("work") || word.equals("works");
    }

    /** In small letters without punctuation; nothing for an abbreviation, such as WHO. */
    private static String plain(String word) {
        String letters = word.replace('’', '\'').replaceAll("(?<![?!.,:;])[?!.,:;]+$", "");
        boolean abbreviation =
                letters.length() > 1 && letters.equals(letters.toUpperCase(Locale.ROOT));
        return abbreviation ? "" : letters.toLowerCase(Locale.ROOT);
    }
}
