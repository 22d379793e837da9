package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.testing.SamplePaper;

class IndexCodecTest {

    private static final int PAPERS = 6_000;
    private static final int OF_A_CHANGE = 500;
    private static final int NEAREST = 100;
    private static final int DIMENSIONS = 48;

    private final Random random = new Random(5);

    @Test
    void findsMostOfTheNearestAcrossManyParts() throws IOException {
        List<ModelVector> vectors = new ArrayList<>();
        try (PaperIndex index = PaperIndex.open(new ByteBuffersDirectory(), 16)) {
            while (vectors.size() < PAPERS) {
                List<IndexChange> changes = new ArrayList<>();
                for (int n = 0; n < OF_A_CHANGE; n++) {
                    ModelVector vector = vector();
                    changes.add(
                            new IndexChange.Known(
                                    Papers.paper(vectors.size(), "Networks", "x").build()));
                    changes.add(new IndexChange.Meant(id(vectors.size()), List.of(vector)));
                    vectors.add(vector);
                }
                index.apply(changes);
            }
            int found = 0;
            int asked = 20;
            for (int n = 0; n < asked; n++) {
                found += found(index, vectors, vector());
            }
            assertThat(found).isGreaterThan(asked * NEAREST * 7 / 10);
        }
    }

    private static int found(PaperIndex index, List<ModelVector> vectors, ModelVector query)
            throws IOException {
        Set<String> nearest = new HashSet<>();
        IntStream.range(0, vectors.size())
                .boxed()
                .sorted(
                        Comparator.comparingInt(n ->
                                -VectorUtil.dotProduct(vectors.get(n).numbers(), query.numbers())))
                .limit(NEAREST)
                .forEach(n -> nearest.add(id(n).value()));
        return index.search(searcher -> {
            int right = 0;
            for (ScoreDoc each :
                    searcher.search(
                                    new KnnByteVectorQuery(query.field(), query.numbers(), NEAREST),
                                    NEAREST)
                            .scoreDocs) {
                right += nearest.contains(PaperSearch.id(searcher, each.doc).value()) ? 1 : 0;
            }
            return right;
        });
    }

    private static PaperId id(int number) {
        return SamplePaper.id("2501", number);
    }

    private ModelVector vector() {
        float[] vector = new float[DIMENSIONS];
        for (int at = 0; at < DIMENSIONS; at++) {
            vector[at] = (float) random.nextGaussian();
        }
        return ModelVector.of("model/1", vector);
    }
}
