package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.events.TextVector;
import org.papertide.ranking.meaning.Embedder.Role;

/** The shipped model, as it runs in the service. */
class OnnxEmbedderTest {

    private static OnnxEmbedder embedder;

    @TempDir private Path folder;

    @BeforeAll
    static void load() throws IOException, ModelUnreadableException {
        NativeLibraries.unpackInto(Path.of("target/native-libraries").toAbsolutePath());
        embedder = OnnxEmbedder.load(ModelSource.shipped());
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Test
    void textsOfLikeMeaningAreAlike() {
        List<float[]> vectors =
                embedder.embed(
                        List.of(
                                "The dog chased the cat through the garden.",
                                "A puppy ran after a kitten outside.",
                                "Convergence rates of stochastic gradient descent."),
                        Role.PASSAGE);
        assertThat(cosine(vectors.get(0), vectors.get(1)))
                .isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + 0.3);
    }

    @Test
    void namesWhatItIs() {
        assertThat(embedder.model().name()).isEqualTo("all-minilm-l6-v2-q");
        assertThat(embedder.model().version()).matches("[0-9a-f]{16}");
        assertThat(embedder.dimensions()).isEqualTo(384);
    }

    /** Else a text would have another vector in another batch, and be made anew for ever. */
    @Test
    void aTextHasTheSameVectorInAnyCompany() {
        String text = "Deep linear networks, and how they learn.";
        float[] alone = embedder.embed(List.of(text), Role.PASSAGE).getFirst();
        float[] among =
                embedder.embed(List.of("short", text, "word ".repeat(500)), Role.PASSAGE).get(1);
        assertThat(among).containsExactly(alone);
    }

    @Test
    void everyTextHasAVectorOfLengthOne() {
        Random random = new Random(1);
        StringBuilder anything = new StringBuilder();
        for (int at = 0; at < 5_000; at++) {
            anything.append((char) random.nextInt(0x10000));
        }
        List<String> hostile =
                List.of(
                        "",
                        " ",
                        "\0",
                        "\ud800",
                        "\udc00\ud800",
                        "a\ud83d",
                        "\ud83c\udf0a\ud83c\udf0a",
                        "\u202e\u200b\ufeff",
                        "\u0301".repeat(20_000),
                        "x".repeat(5_000_000),
                        "\u6f6e".repeat(100_000),
                        "[CLS] [SEP] [MASK] [PAD] [UNK]",
                        "\\begin{equation}".repeat(1_000),
                        anything.toString());
        List<float[]> vectors = embedder.embed(hostile, Role.QUERY);
        assertThat(vectors).hasSameSizeAs(hostile);
        for (float[] vector : vectors) {
            assertThat(vector).hasSize(embedder.dimensions());
            assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-4));
            assertThat(TextVector.of(embedder.model(), vector).vector())
                    .hasSize(embedder.dimensions());
        }
    }

    @Test
    void eightBitsChangeNothingThatMatters() {
        List<float[]> vectors =
                embedder.embed(List.of("tides of attention", "the sea"), Role.PASSAGE);
        double rounded =
                TextVector.of(embedder.model(), vectors.get(0))
                        .cosine(TextVector.of(embedder.model(), vectors.get(1)));
        assertThat(rounded).isCloseTo(cosine(vectors.get(0), vectors.get(1)), within(0.002));
    }

    @Test
    void whatIsNoModelSaysSo() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model".repeat(1_000));
        assertUnreadable(broken, folder.resolve("tokenizer.json"), "tokenizer.json");
        Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertUnreadable(broken, tokenizer, "broken");
        assertUnreadable(folder.resolve("nowhere.onnx"), tokenizer, "nowhere");
        assertUnreadable(Files.createFile(folder.resolve("empty.onnx")), tokenizer, "empty");
        assertUnreadable(folder, tokenizer, folder.getFileName().toString());
    }

    private static void assertUnreadable(Path file, Path tokenizer, String named) {
        ModelSource source =
                new ModelSource(
                        file.getFileName().toString(), file, tokenizer, Pooling.MEAN, 256, "", "");
        assertThatThrownBy(() -> OnnxEmbedder.load(source))
                .isInstanceOf(ModelUnreadableException.class)
                .hasMessageContaining(named);
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        for (int at = 0; at < one.length; at++) {
            product += one[at] * other[at];
        }
        return product;
    }
}
