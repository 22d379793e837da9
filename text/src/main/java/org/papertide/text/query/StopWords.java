package org.papertide.text.query;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** English words that nearly every paper has. */
public final class StopWords {

    /** Those that Lucene's English analyzer leaves out. */
    public static final Set<String> ALL =
            Set.of(
                    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in",
                    "into", "is", "it", "no", "not", "of", "on", "or", "such", "that", "the",
                    "their", "then", "there", "these", "they", "this", "to", "was", "will", "with");

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}'’]+");
    private static final Pattern POSSESSIVE = Pattern.compile("['’]s?$");

    private StopWords() {}

    /** Whether a text has no other words than these. */
    static boolean only(String text) {
        return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT))
                .map(word -> POSSESSIVE.matcher(word).replaceFirst(""))
                .allMatch(word -> word.isEmpty() || ALL.contains(word));
    }
}
