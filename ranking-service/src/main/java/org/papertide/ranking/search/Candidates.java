package org.papertide.ranking.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/** The papers that a query may mean, each with both of its measures. */
final class Candidates {

    private Candidates() {}

    /**
     * A paper that may be meant.
     *
     * @param document its number in the index
     * @param words its score by words; 0 if it has none of them
     * @param similarity the cosine of the vectors; absent without one of them
     */
    record Candidate(int document, float words, @Nullable Float similarity) {}

    /**
     * Words one by one find so many times as many papers as are wanted, of which words and pairs
     * find the best: pairs are looked for in these alone. Looking for them in every paper with both
     * words takes as long as all the rest of a search by words.
     */
    private static final int SPARE = 3;

    /**
     * The best by words and the best by meaning, as many of each at least. A paper that is among
     * the best by one measure has the other as well.
     *
     * @param words score papers; absent to find by meaning alone
     * @param vector of the query; absent to find by words alone
     * @param conditions that each paper meets
     * @param most of each
     */
    static List<Candidate> find(
            IndexSearcher searcher,
            WordQuery.@Nullable Scoring words,
            @Nullable ModelVector vector,
            Query conditions,
            int most)
            throws IOException {
        NavigableSet<Integer> documents = new TreeSet<>();
        // Only papers that may be found have indexed words and vectors.
        boolean narrows = !conditions.equals(WordQuery.ANY_PAPER);
        if (words != null) {
            Query meeting =
                    narrows
                            ? new BooleanQuery.Builder()
                                    .add(words.single(), BooleanClause.Occur.MUST)
                                    .add(conditions, BooleanClause.Occur.FILTER)
                                    .build()
                            : words.single();
            for (ScoreDoc found : searcher.search(meeting, most * SPARE).scoreDocs) {
                documents.add(found.doc);
            }
        }
        if (vector != null) {
            Query nearest =
                    new KnnByteVectorQuery(
                            vector.field(), vector.numbers(), most, narrows ? conditions : null);
            for (ScoreDoc found : searcher.search(nearest, most).scoreDocs) {
                documents.add(found.doc);
            }
        }
        Map<Integer, Float> byWords =
                words == null ? Map.of() : scores(searcher, words.full(), documents);
        Map<Integer, Float> near = vector == null ? Map.of() : cosines(searcher, documents, vector);
        List<Candidate> candidates = new ArrayList<>(documents.size());
        for (int document : documents) {
            candidates.add(
                    new Candidate(
                            document, byWords.getOrDefault(document, 0f), near.get(document)));
        }
        return candidates;
    }

    /** The cosines of those that have a vector. */
    private static Map<Integer, Float> cosines(
            IndexSearcher searcher, NavigableSet<Integer> documents, ModelVector vector)
            throws IOException {
        Map<Integer, Float> cosines = new HashMap<>();
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            ByteVectorValues values = leaf.reader().getByteVectorValues(vector.field());
            if (values == null) {
                continue;
            }
            KnnVectorValues.DocIndexIterator place = values.iterator();
            for (int document : within(documents, leaf)) {
                int own = document - leaf.docBase;
                if ((place.docID() < own ? place.advance(own) : place.docID()) == own) {
                    byte[] numbers = values.vectorValue(place.index());
                    cosines.put(document, vector.cosine(numbers));
                }
            }
        }
        return cosines;
    }

    private static NavigableSet<Integer> within(
            NavigableSet<Integer> documents, LeafReaderContext leaf) {
        return documents.subSet(leaf.docBase, true, leaf.docBase + leaf.reader().maxDoc(), false);
    }

    /** The scores of those that a query finds. */
    private static Map<Integer, Float> scores(
            IndexSearcher searcher, Query query, NavigableSet<Integer> documents)
            throws IOException {
        Map<Integer, Float> scores = new HashMap<>();
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            NavigableSet<Integer> own = within(documents, leaf);
            Scorer scorer = own.isEmpty() ? null : weight.scorer(leaf);
            if (scorer == null) {
                continue;
            }
            DocIdSetIterator matching = scorer.iterator();
            for (int document : own) {
                int at = document - leaf.docBase;
                if ((matching.docID() < at ? matching.advance(at) : matching.docID()) == at) {
                    scores.put(document, scorer.score());
                }
            }
        }
        return scores;
    }
}
