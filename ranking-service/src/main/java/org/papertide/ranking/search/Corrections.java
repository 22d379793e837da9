package org.papertide.ranking.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.FuzzyTermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;
import org.papertide.text.PaperText;

/**
 * What somebody may have meant whose query has words that no paper has: for each the nearest word
 * of the papers, in letters that are wrong, missing, too many or exchanged. Of a few words, and of
 * those that are long enough to be recognised; a number is never changed.
 *
 * <p>Rejected: Lucene's spell checker, which gives stems ("languag"), and an index of whole words,
 * which is as large as that of the stems: the whole word is read in a paper that has it.
 */
final class Corrections {

    /** Of more words that no paper has, the query is of something else. */
    private static final int MOST_WORDS = 3;

    private static final int SHORTEST = 4;
    private static final int LONGEST = 24;

    /** Words from this length on may have two wrong letters. */
    private static final int LONG = 6;

    /** Letters at the end of a word that a stem does not have, as in "transformer". */
    private static final int ENDING = 2;

    /** Words that are looked at for one. */
    private static final int MOST_TERMS = 1_000;

    /** Of these, papers are read for so many. */
    private static final int MOST_NEAR = 5;

    private static final Comparator<Near> NEAREST =
            Comparator.comparingInt(Near::distance)
                    .thenComparing(Comparator.comparingInt(Near::papers).reversed());

    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private Corrections() {}

    /** A word of the index that is near to another. */
    private record Near(String term, int distance, int papers) {}

    /**
     * The line of a query with words that papers have; empty if it has no others, or if none is
     * near.
     */
    static Optional<String> of(IndexSearcher searcher, SearchQuery query) throws IOException {
        String text = query.words();
        List<String> unknown = unknown(searcher, text);
        if (unknown.isEmpty() || unknown.size() > MOST_WORDS) {
            return Optional.empty();
        }
        String line = query.line();
        for (String word : unknown) {
            String near = near(searcher, word);
            if (near == null) {
                return Optional.empty();
            }
            line =
                    Pattern.compile(
                                    "(?<![\\p{L}\\p{N}])"
                                            + Pattern.quote(word)
                                            + "(?![\\p{L}\\p{N}])")
                            .matcher(line)
                            .replaceAll(Matcher.quoteReplacement(near));
        }
        return line.equals(query.line()) || line.length() > SearchQuery.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(line);
    }

    /** The words that no paper has in any spelling, as they were typed. */
    private static List<String> unknown(IndexSearcher searcher, String text) throws IOException {
        return WordQuery.unknown(searcher, text).stream()
                .map(word -> text.substring(word.begin(), word.end()))
                .distinct()
                .toList();
    }

    /** The nearest word, as a paper writes it; null if there is none. */
    private static @Nullable String near(IndexSearcher searcher, String typed) throws IOException {
        String word = typed.toLowerCase(Locale.ROOT);
        if (word.length() < SHORTEST || word.length() > LONGEST || !WORD.matcher(word).matches()) {
            return null;
        }
        int most = word.length() < LONG ? 1 : 2;
        String term = Words.of(Words.TEXT, word, 1).getFirst().term();
        List<Near> near = new ArrayList<>(near(searcher.getIndexReader(), term, most));
        if (term.length() >= LONG) {
            // The stem of a mistyped word may have kept its ending.
            near.addAll(
                    near(
                            searcher.getIndexReader(),
                            term.substring(0, term.length() - ENDING),
                            most));
        }
        near.sort(NEAREST);
        String best = null;
        int distance = most + 1;
        for (Near each : near.subList(0, Math.min(MOST_NEAR, near.size()))) {
            String written = written(searcher, each.term(), word);
            if (written != null && distance(word, written) < distance) {
                best = written;
                distance = distance(word, written);
            }
        }
        return best;
    }

    private static List<Near> near(IndexReader reader, String term, int distance)
            throws IOException {
        Terms terms = MultiTerms.getTerms(reader, PaperDocument.TEXT);
        if (terms == null) {
            return List.of();
        }
        FuzzyTermsEnum found =
                new FuzzyTermsEnum(terms, new Term(PaperDocument.TEXT, term), distance, 1, true);
        List<Near> near = new ArrayList<>();
        for (int seen = 0; seen < MOST_TERMS && found.next() != null; seen++) {
            String other = found.term().utf8ToString();
            // A number is another thing: GPT4 is no mistyped GPT.
            if (WORD.matcher(other).matches()) {
                near.add(new Near(other, distance(term, other), found.docFreq()));
            }
        }
        return near;
    }

    /** The word of this stem that a paper has, the one that is nearest to what was typed. */
    private static @Nullable String written(IndexSearcher searcher, String term, String typed)
            throws IOException {
        ScoreDoc[] having =
                searcher.search(new TermQuery(new Term(PaperDocument.TEXT, term)), 1).scoreDocs;
        Paper paper = having.length == 0 ? null : PaperIndex.paper(searcher, having[0].doc);
        return paper == null
                ? null
                : Stream.of(paper.title(), paper.abstractText())
                        .flatMap(Stream::ofNullable)
                        .map(PaperText::readable)
                        .flatMap(text ->
                                Words.of(Words.TEXT, text, Matching.MAX_WORDS).stream()
                                        .filter(word -> word.term().equals(term))
                                        .map(word -> text.substring(word.begin(), word.end())))
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .min(Comparator.comparingInt(word -> distance(typed, word)))
                        .orElse(null);
    }

    /** Letters that are wrong, missing, too many, or exchanged with the next. */
    static int distance(String first, String second) {
        int[][] distances = new int[first.length() + 1][second.length() + 1];
        for (int i = 0; i <= first.length(); i++) {
            for (int j = 0; j <= second.length(); j++) {
                distances[i][j] =
                        i == 0 || j == 0 ? i + j : distance(first, second, i, j, distances);
            }
        }
        return distances[first.length()][second.length()];
    }

    private static int distance(String first, String second, int i, int j, int[][] distances) {
        int changed = first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1;
        int least =
                Math.min(
                        Math.min(distances[i - 1][j], distances[i][j - 1]) + 1,
                        distances[i - 1][j - 1] + changed);
        boolean exchanged =
                i > 1
                        && j > 1
                        && first.charAt(i - 1) == second.charAt(j - 2)
                        && first.charAt(i - 2) == second.charAt(j - 1);
        return exchanged ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}
