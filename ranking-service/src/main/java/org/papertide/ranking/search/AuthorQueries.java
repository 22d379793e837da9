package org.papertide.ranking.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.papertide.text.PersonName;

/**
 * The authors of one query in the terms of the index, one after the other.
 *
 * <p>Initials in the place of n words are n(2n - 1) clauses, or n(2<sup>n</sup> - 1) where two of
 * the words have the same one. Lucene takes 1,024 clauses in a query, and initials are the words
 * that most papers have. So they are looked for in the place of a few words of the first few
 * authors. The words of the next few are looked for in any order, and those of more in the order in
 * which they were written, which is one clause for each author. No word of a name counts twice.
 */
final class AuthorQueries {

    /** Words of one name stand so close; between two names there are more. */
    private static final int WIDTH_OF_NAME = 8;

    /** Of a name with more words initials say little. */
    private static final int MOST_WORDS_WITH_INITIALS = 4;

    private static final int MOST_WITH_INITIALS = 4;
    private static final int MOST_IN_ANY_ORDER = 8;

    private int authors;

    /**
     * One author with all of these words, in any order: each as it is, or all but one as their
     * initials, as papers write names. Initials of the query say something beside a single word:
     * the first of them is that of another word of the name.
     */
    Query next(String name) {
        List<Words.Word> words = new ArrayList<>();
        List<String> initials = new ArrayList<>();
        for (Words.Word word : Words.of(Words.NAMES, name, WIDTH_OF_NAME)) {
            if (PersonName.isInitial(word.term())) {
                initials.add(word.term());
            } else {
                words.add(word);
            }
        }
        if (words.isEmpty()) {
            return new MatchNoDocsQuery("no name");
        }
        authors++;
        if (words.size() > 1) {
            return ofWords(words);
        }
        IntervalsSource word = Intervals.term(words.getFirst().term());
        return query(initials.isEmpty() ? word : beside(word, initials.getFirst()));
    }

    private static Query query(IntervalsSource one) {
        return new IntervalQuery(PaperDocument.AUTHORS, one);
    }

    private static IntervalsSource beside(IntervalsSource word, String initial) {
        return Intervals.maxwidth(
                WIDTH_OF_NAME,
                Intervals.unorderedNoOverlaps(
                        word, Intervals.fixField(PaperDocument.INITIALS, Intervals.term(initial))));
    }

    private Query ofWords(List<Words.Word> words) {
        List<String> terms = words.stream().map(Words.Word::term).toList();
        if (authors <= MOST_WITH_INITIALS && words.size() <= MOST_WORDS_WITH_INITIALS) {
            return query(withInitials(terms));
        }
        if (authors <= MOST_IN_ANY_ORDER) {
            return query(inAnyOrder(terms.stream().map(Intervals::term).toList()));
        }
        PhraseQuery.Builder asWritten = new PhraseQuery.Builder();
        int first = words.getFirst().position();
        for (Words.Word word : words) {
            asWritten.add(new Term(PaperDocument.AUTHORS, word.term()), word.position() - first);
        }
        return asWritten.build();
    }

    private static IntervalsSource inAnyOrder(List<IntervalsSource> words) {
        return Intervals.maxwidth(
                WIDTH_OF_NAME, Intervals.unordered(words.toArray(IntervalsSource[]::new)));
    }

    /** All of these words, of which one is as it is, and the others may be their initials. */
    private static IntervalsSource withInitials(List<String> words) {
        long initials = words.stream().map(Words::initial).distinct().count();
        List<IntervalsSource> ways =
                initials == words.size() ? withOthersInitials(words) : waysOfTerms(words);
        return Intervals.or(ways.toArray(IntervalsSource[]::new));
    }

    /** Each word of a name is no more than one of these: their initials differ. */
    private static List<IntervalsSource> withOthersInitials(List<String> words) {
        List<IntervalsSource> ways = new ArrayList<>();
        for (int whole = 0; whole < words.size(); whole++) {
            List<IntervalsSource> parts = new ArrayList<>();
            for (int at = 0; at < words.size(); at++) {
                String word = words.get(at);
                parts.add(at == whole ? Intervals.term(word) : orInitial(word));
            }
            ways.add(inAnyOrder(parts));
        }
        return ways;
    }

    /**
     * Each choice of words and initials by itself, as in Yang Yang, Yang Y. and no more. Of plain
     * terms none stands in the place of another, and the same one is looked for in as many places
     * as it is wanted: so no word of a name counts twice. In the place of two sources of which each
     * is a word or an initial, one word of the name would do.
     */
    private static List<IntervalsSource> waysOfTerms(List<String> words) {
        Set<List<String>> ways = new LinkedHashSet<>();
        for (int wholes = 1; wholes < 1 << words.size(); wholes++) {
            List<String> way = new ArrayList<>();
            for (int at = 0; at < words.size(); at++) {
                String word = words.get(at);
                boolean asInitial = (wholes & 1 << at) == 0 && hasInitial(word);
                way.add(asInitial ? Words.initial(word) : word);
            }
            way.sort(Comparator.naturalOrder());
            ways.add(way);
        }
        return ways.stream()
                .map(way -> inAnyOrder(way.stream().map(Intervals::term).toList()))
                .toList();
    }

    private static IntervalsSource orInitial(String word) {
        return hasInitial(word)
                ? Intervals.or(Intervals.term(word), Intervals.term(Words.initial(word)))
                : Intervals.term(word);
    }

    private static boolean hasInitial(String word) {
        return PersonName.isInitial(Words.initial(word));
    }
}
