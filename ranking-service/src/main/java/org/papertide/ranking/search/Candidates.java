package org.papertide.ranking.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
        IntStream.Builder found = IntStream.builder();
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
            for (ScoreDoc each : searcher.search(meeting, most * SPARE).scoreDocs) {
                found.add(each.doc);
            }
        }
        if (vector != null) {
            Query nearest =
                    new KnnByteVectorQuery(
                            vector.field(), vector.numbers(), most, narrows ? conditions : null);
            for (ScoreDoc each : searcher.search(nearest, most).scoreDocs) {
                found.add(each.doc);
            }
        }
        int[] documents = found.build().sorted().distinct().toArray();
        float[] byWords =
                words == null
                        ? new float[documents.length]
                        : scores(searcher, words.full(), documents);
        @Nullable Float[] near =
                vector == null
                        ? new @Nullable Float[documents.length]
                        : cosines(searcher, documents, vector);
        List<Candidate> candidates = new ArrayList<>(documents.length);
        for (int n = 0; n < documents.length; n++) {
            candidates.add(new Candidate(documents[n], byWords[n], near[n]));
        }
        return candidates;
    }

    /** The cosine of each that has a vector. */
    private static @Nullable Float[] cosines(
            IndexSearcher searcher, int[] documents, ModelVector vector) throws IOException {
        @Nullable Float[] cosines = new @Nullable Float[documents.length];
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            ByteVectorValues values = leaf.reader().getByteVectorValues(vector.field());
            if (values == null) {
                continue;
            }
            KnnVectorValues.DocIndexIterator place = values.iterator();
            int end = end(documents, leaf);
            for (int n = first(documents, leaf); n < end; n++) {
                if (reaches(place, documents[n] - leaf.docBase)) {
                    cosines[n] = vector.cosine(values.vectorValue(place.index()));
                }
            }
        }
        return cosines;
    }

    /** The score of each; 0 of those that a query does not find. */
    private static float[] scores(IndexSearcher searcher, Query query, int[] documents)
            throws IOException {
        float[] scores = new float[documents.length];
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            int first = first(documents, leaf);
            int end = end(documents, leaf);
            Scorer scorer = first == end ? null : weight.scorer(leaf);
            if (scorer == null) {
                continue;
            }
            DocIdSetIterator matching = scorer.iterator();
            for (int n = first; n < end; n++) {
                if (reaches(matching, documents[n] - leaf.docBase)) {
                    scores[n] = scorer.score();
                }
            }
        }
        return scores;
    }

    /** Where those of a part of the index begin. */
    private static int first(int[] documents, LeafReaderContext leaf) {
        return place(documents, leaf.docBase);
    }

    /** Where they end. */
    private static int end(int[] documents, LeafReaderContext leaf) {
        return place(documents, leaf.docBase + leaf.reader().maxDoc());
    }

    private static int place(int[] documents, int document) {
        int found = Arrays.binarySearch(documents, document);
        return found < 0 ? -found - 1 : found;
    }

    /** Goes on to a document, if that is one of these. */
    private static boolean reaches(DocIdSetIterator these, int document) throws IOException {
        int at = these.docID() < document ? these.advance(document) : these.docID();
        return at == document;
    }
}
