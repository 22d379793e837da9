package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVectorTest {

    private static final String MODEL = "model/1";

    private final Random random = new Random(3);

    @ParameterizedTest
    @ValueSource(ints = {26, 128, 384, 1_024})
    void givesAllVectorsTheSameLengthWhateverTheirsWas(int dimensions) {
        double length = length(ModelVector.of(MODEL, vector(dimensions)));
        for (float scale : new float[] {1e-6f, 0.1f, 1, 1_000}) {
            float[] vector = vector(dimensions);
            for (int at = 0; at < dimensions; at++) {
                vector[at] *= scale;
            }
            assertThat(length(ModelVector.of(MODEL, vector)))
                    .isCloseTo(length, within(length / 50));
        }
    }

    @Test
    void keepsCosines() {
        for (int n = 0; n < 1_000; n++) {
            float[] one = vector(384);
            float[] other = vector(384);
            float mixed = random.nextFloat();
            for (int at = 0; at < other.length; at++) {
                other[at] = mixed * one[at] + (1 - mixed) * other[at];
            }
            assertThat(VectorUtil.cosine(numbers(one), numbers(other)))
                    .isCloseTo(VectorUtil.cosine(one, other), within(0.005f));
        }
    }

    @Test
    void cutsWhatIsFarLargerThanTheOthers() {
        float[] vector = vector(384);
        vector[7] = -1_000;

        assertThat(numbers(vector)[7]).isEqualTo((byte) -127);
    }

    @Test
    void hasNoDirectionWithoutOne() {
        assertThat(numbers(new float[8])).containsOnly(0);
    }

    private static byte[] numbers(float[] vector) {
        return ModelVector.of(MODEL, vector).numbers();
    }

    private static double length(ModelVector vector) {
        byte[] numbers = vector.numbers();
        return Math.sqrt(VectorUtil.dotProduct(numbers, numbers));
    }

    private float[] vector(int dimensions) {
        float[] vector = new float[dimensions];
        for (int at = 0; at < dimensions; at++) {
            vector[at] = (float) random.nextGaussian();
        }
        return vector;
    }
}
