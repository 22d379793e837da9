package org.papertide.notify.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.notify.interest.PaperVectors;

/** Records may name ever new models; what is kept of them does not grow. */
class CandidateVectorsTest {

    private static final TextModel OWN = new TextModel("own", "1");

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 1_000})
    void keepsTheVectorsOfAFewModelsAndOfTheOneThatReadMost(int models) {
        List<StoredVector> stored = new ArrayList<>();
        for (int paper = 0; paper < 1_000; paper++) {
            // The strange one first: it is no matter of order.
            stored.add(stored(paper, new TextModel("other", Integer.toString(paper % models))));
            stored.add(stored(paper, OWN));
        }

        PaperVectors vectors = CandidateStore.vectors(stored);

        assertThat(vectors.models()).hasSizeBetween(2, 4).contains(OWN.toString());
        assertThat(vectors.by(OWN.toString()))
                .isNotNull()
                .satisfies(own -> assertThat(own.count()).isEqualTo(1_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000})
    void takesMemoryForAFewModelsOnly(int models) {
        PaperVectors vectors = new PaperVectors(10);
        for (int model = 0; model < models; model++) {
            vectors.put(model % 10, "model/" + model, new float[] {1, 0});
        }
        assertThat(vectors.models()).hasSizeLessThanOrEqualTo(4).contains("model/0");
    }

    private static StoredVector stored(int paper, TextModel model) {
        return new StoredVector(
                "p" + paper,
                model.toString(),
                VectorJson.write(TextVector.of(model, new float[] {1, 0})));
    }
}
