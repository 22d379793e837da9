package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

    private static final TextModel MODEL = new TextModel("model", "1");

    @Test
    void eightBitsKeepTheCosine() {
        Random random = new Random(1);
        for (int dimensions : new int[] {2, 16, 384, 1024}) {
            for (int example = 0; example < 200; example++) {
                float[] one = direction(random, dimensions);
                float[] other = direction(random, dimensions);
                for (int at = 0; at < dimensions; at++) {
                    other[at] += one[at] * (example % 5);
                }
                TextVector first = TextVector.of(MODEL, one);
                TextVector second = TextVector.of(MODEL, other);
                double exact = cosine(one, other);
                assertThat(first.cosine(second))
                        .isCloseTo(exact, within(dimensions < 384 ? 0.01 : 0.002));
                assertThat(cosine(first.vector(), second.vector()))
                        .isCloseTo(first.cosine(second), within(1e-5));
                assertThat(cosine(first.vector(), first.vector())).isCloseTo(1, within(1e-6));
                assertThat(first.cosine(first)).isCloseTo(1, within(1e-12));
            }
        }
    }

    @Test
    void vectorsHaveLengthOneWhateverTheirNumbers() {
        for (float size : new float[] {Float.MIN_VALUE, 1e-30f, 1, 1e30f, Float.MAX_VALUE}) {
            float[] vector = TextVector.of(MODEL, new float[] {size, -size, 0, 0}).vector();
            assertThat(vector)
                    .containsExactly(
                            new float[] {(float) Math.sqrt(0.5), (float) -Math.sqrt(0.5), 0, 0},
                            within(1e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f})
    void noDirectionIsRefused(float number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextVector.of(MODEL, new float[] {number, 0}));
    }

    @Test
    void tooManyAndNoNumbersAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TextVector.of(MODEL, new float[0]));
        float[] many = new float[TextVector.MAX_DIMENSIONS + 1];
        many[0] = 1;
        assertThatIllegalArgumentException().isThrownBy(() -> TextVector.of(MODEL, many));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "5          | f8AA/yA       | as long as",
                "5          | f8AA/yA=f8AA  | as long as",
                "6          | f8AA/yA=      | as long as",
                "4          | f8AA/yA=      | as long as",
                "5          | f8AA/*A=      | base64",
                "5          | f8AA_yA=      | base64",
                "5          | =8AA/yA=      | base64",
                "3          | AAAA          | all zero",
                "0          | ''            | below 1",
                "-1         | AAAA          | below 1",
                "1025       | AAAA          | above 1024",
                "2147483647 | AAAA          | above 1024"
            },
            delimiter = '|')
    void whatIsNoVectorIsMalformed(int dimensions, String int8, String reason) {
        assertMalformed(json(dimensions, int8), reason);
    }

    /** Nobody decodes a megabyte to learn that it is none. */
    @Test
    void aHugeVectorIsMalformed() {
        assertMalformed(json(384, "A".repeat(1_000_000)), "as long as");
    }

    @Test
    void hasAVectorOfEachModelOnce() {
        TextVector vector = TextVector.of(MODEL, new float[] {1});
        Embedding sample = Samples.embedding();
        for (List<TextVector> vectors :
                List.of(
                        List.<TextVector>of(),
                        List.of(vector, vector),
                        List.of(vector, of("2"), of("3")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Embedding(Samples.ID, sample.textHash(), vectors))
                    .withMessageContaining("vectors");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Embedding(Samples.ID, "0F", List.of(vector)));
        Embedding both = new Embedding(Samples.ID, sample.textHash(), List.of(vector, of("2")));
        assertThat(both.by(MODEL)).contains(vector);
        assertThat(both.by(new TextModel("model", "3"))).isEmpty();
    }

    @Test
    void vectorsOfSeveralModelsAreNotCompared() {
        assertThatIllegalArgumentException().isThrownBy(() -> of("1").cosine(of("2")));
    }

    /** One that is published again has the same id; one that another model made has another. */
    @Test
    void theIdSaysFromWhichTextAndByWhichModels() {
        assertThat(id(Samples.embedding()))
                .isEqualTo("arxiv:2605.01234@9d1f1c0a6f0e4d4b8a7c5b3e2d1f0a9b/3b7c1f0e9a2d4c58");
        assertThat(id(Samples.embeddingByTwoModels())).endsWith("/3b7c1f0e9a2d4c58/1");
    }

    private static String id(Embedding embedding) {
        return new String(
                EventCodec.EMBEDDING
                        .headers(embedding, "/papertide/ranking", Samples.AT)
                        .lastHeader("ce_id")
                        .value(),
                StandardCharsets.UTF_8);
    }

    private static TextVector of(String version) {
        return TextVector.of(new TextModel("model", version), new float[] {1});
    }

    private static String json(int dimensions, String int8) {
        return """
        {"paperId":"arxiv:2605.01234","textHash":"9d1f1c0a6f0e4d4b8a7c5b3e2d1f0a9b",
         "vectors":[{"model":{"name":"m","version":"1"},"dimensions":%d,"int8":"%s"}]}
        """
                .formatted(dimensions, int8);
    }

    private static void assertMalformed(String json, String reason) {
        assertThat(EventCodec.EMBEDDING.decode(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Decoded.Malformed.class,
                        malformed -> assertThat(malformed.reason()).contains(reason));
    }

    private static float[] direction(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int at = 0; at < dimensions; at++) {
            vector[at] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int at = 0; at < one.length; at++) {
            product += one[at] * other[at];
            ones += one[at] * one[at];
            others += other[at] * other[at];
        }
        return product / Math.sqrt(ones * others);
    }
}
