package org.papertide.notify.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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

        PaperVectors vectors = vectors(stored);

        assertThat(vectors.models()).hasSizeBetween(2, 4).contains(OWN.toString());
        assertThat(vectors.by(OWN.toString()))
                .isNotNull()
                .satisfies(own -> assertThat(own.count()).isEqualTo(1_000));
    }

    /** A record may name the model that runs, and have another number of numbers. */
    @Test
    void letsNoStrangeVectorStandInTheWayOfThoseOfItsModel() {
        List<StoredVector> stored = new ArrayList<>();
        for (int dimensions = 3; dimensions < 13; dimensions++) {
            stored.add(stored(dimensions, OWN, new float[dimensions]));
        }
        for (int paper = 0; paper < 100; paper++) {
            stored.add(stored(paper, OWN));
        }

        PaperVectors vectors = vectors(stored);

        assertThat(vectors.by(OWN.toString()))
                .isNotNull()
                .returns(100, PaperVectors.OfModel::count)
                .returns(2, PaperVectors.OfModel::dimensions)
                .isSameAs(vectors.by(OWN.toString(), 2));
        assertThat(vectors.mostOf()).contains(OWN.toString());
    }

    private static PaperVectors vectors(List<StoredVector> stored) {
        return CandidateStore.vectors(
                stored.stream().map(StoredVector::paperId).distinct().toList(), stored);
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
        return stored(paper, model, new float[2]);
    }

    private static StoredVector stored(int paper, TextModel model, float[] vector) {
        vector[0] = 1;
        return new StoredVector(
                "p" + paper, model.toString(), VectorJson.write(TextVector.of(model, vector)));
    }
}
