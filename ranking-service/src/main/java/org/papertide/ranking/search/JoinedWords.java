package org.papertide.ranking.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.papertide.text.PaperText;

/**
 * Words that some write as one and others with a hyphen or as two: pretraining, pre-training and
 * pre training; GPT4 and GPT-4.
 *
 * <p>Whether a word has two parts is learned from the papers: some paper writes it with a hyphen.
 * Letters and a number, such as 4 or 3.5, are always parts. Two words of a query are one where some
 * paper writes them so. Rejected: a list of prefixes, of which every field has others; and each
 * pair of words of a paper as one more word, which makes an index twice as large.
 */
final class JoinedWords {

    /** Of a word's ways to be parted so many are looked at: as a rule there is one. */
    private static final int MOST_WAYS = 3;

    private static final char SPACE = ' ';
    private static final String HYPHENS = "-\u2010\u2011\u2013";

    private static final String LETTERS = "[\\p{L}\\p{M}\\p{N}]++";

    /** A point or a comma between digits parts no word (Annex 29): GPT3.5 is one, and so is 3.5. */
    private static final String WORD = LETTERS + "(?:(?<=\\p{N})[.,](?=\\p{N})" + LETTERS + ")*+";

    /** A word with a hyphen behind it, before another word; it does not begin within a number. */
    private static final Pattern COMPOUND =
            Pattern.compile(
                    "(?<![\\p{L}\\p{M}\\p{N}])(?<!\\p{N}[.,](?=\\p{N}))("
                            + WORD
                            + ")["
                            + HYPHENS
                            + "](?=("
                            + WORD
                            + "))");

    private static final Pattern LETTERS_AND_NUMBER =
            Pattern.compile("(\\p{L}{2,})(\\p{N}++(?:[.,]\\p{N}++)*+)");

    private JoinedWords() {}

    /**
     * The two parts of a word.
     *
     * @param first the term of the first part
     * @param second the term of the second part
     */
    record Parts(String first, String second) {}

    /** What the index has of each word of a text that stands there with a hyphen. */
    static Set<String> compounds(String text) {
        Set<String> compounds = new LinkedHashSet<>();
        for (Matcher found = COMPOUND.matcher(PaperText.withoutIgnorable(text)); found.find(); ) {
            String first = term(found.group(1));
            String second = term(found.group(2));
            String joined = term(found.group(1) + found.group(2));
            if (first != null && second != null && joined != null) {
                compounds.add(joined + SPACE + first + SPACE + second);
            }
        }
        return compounds;
    }

    /** The term of a single word; null for a stop word, and for several words. */
    private static @Nullable String term(String word) {
        List<Words.Word> words = Words.of(Words.TEXT, word, 2);
        return words.size() == 1
                        && words.getFirst().begin() == 0
                        && words.getFirst().end() == word.length()
                ? words.getFirst().term()
                : null;
    }

    /** The term of two words of a text as one; empty if they do not stand side by side. */
    static Optional<String> joined(String text, Words.Word first, Words.Word second) {
        boolean beside =
                second.position() == first.position() + 1
                        && second.begin() == first.end() + 1
                        && (text.charAt(first.end()) == SPACE
                                || HYPHENS.indexOf(text.charAt(first.end())) >= 0);
        return beside
                ? Optional.ofNullable(
                        term(
                                text.substring(first.begin(), first.end())
                                        + text.substring(second.begin(), second.end())))
                : Optional.empty();
    }

    /** The ways in which papers part a word. */
    static List<Parts> parts(IndexSearcher searcher, String term) throws IOException {
        Map<String, Parts> ways = new LinkedHashMap<>();
        Matcher number = LETTERS_AND_NUMBER.matcher(term);
        if (number.matches()) {
            // A stem may differ from the letters before a number: Claude and Claude3.
            String first = term(number.group(1));
            String second = term(number.group(2));
            if (first != null && second != null) {
                ways.put(term + SPACE + first + SPACE + second, new Parts(first, second));
            }
        }
        BytesRef begin = new BytesRef(term + SPACE);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Terms compounds = leaf.reader().terms(PaperDocument.COMPOUNDS);
            if (compounds == null) {
                continue;
            }
            TermsEnum each = compounds.iterator();
            boolean found = each.seekCeil(begin) != TermsEnum.SeekStatus.END;
            while (found && ways.size() < MOST_WAYS && isBegin(begin, each.term())) {
                String way = each.term().utf8ToString();
                if (!ways.containsKey(way)) {
                    String[] parts = way.split(" ", -1);
                    ways.put(way, new Parts(parts[1], parts[2]));
                }
                found = each.next() != null;
            }
        }
        return new ArrayList<>(ways.values());
    }

    private static boolean isBegin(BytesRef begin, BytesRef term) {
        return StringHelper.startsWith(term, begin);
    }
}
