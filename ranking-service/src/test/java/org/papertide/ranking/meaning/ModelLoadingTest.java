package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLoadingTest {

    private final TextModels models = new TextModels();
    @TempDir private Path folder;
    private Path broken;

    @BeforeEach
    void writeBroken() throws IOException {
        broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
    }

    /** The operator sees that what was named does not come into use. */
    @Test
    void aBrokenNextModelIsToldAndTheShippedOneRuns() {
        ModelLoading loading = load(Map.of("next.file", broken.toString()));
        assertThat(models.all()).hasSize(1);
        assertThat(models.missing()).isEmpty();
        assertThat(loading.missing()).isEqualTo(1);
        assertThat(loading.failure()).get().asString().startsWith("text models: broken: ");
    }

    /** As after a change of models, until next is taken away. */
    @Test
    void aModelThatIsNamedTwiceRunsOnce() throws IOException {
        Path file = copy("all-minilm-l6-v2-q.onnx", "mini.onnx");
        copy("all-minilm-l6-v2-q-tokenizer.json", "tokenizer.json");
        ModelLoading loading =
                load(Map.of("model.file", file.toString(), "next.file", file.toString()));
        assertThat(models.all()).hasSize(1);
        assertThat(loading.missing()).isZero();
    }

    private Path copy(String resource, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = ModelSource.class.getResourceAsStream("/" + resource)) {
            Files.copy(Objects.requireNonNull(in), file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    @Test
    void aBrokenModelLeavesSearchesByWords() {
        ModelLoading loading = load(Map.of("model.file", broken.toString()));
        assertThat(models.present()).isEmpty();
        assertThat(models.missing())
                .isEqualTo(
                        loading.failure()
                                .map(reason ->
                                        new TextModels.Missing(NoVectors.MODEL_BROKEN, reason)));
        assertThat(loading.failure()).get().asString().startsWith("text models: broken: ");
        assertThat(loading.missing()).isEqualTo(1);
    }

    @Test
    void aPlaceWithoutRoomForNativeLibrariesIsToldToo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        ModelLoading loading =
                load(Map.of("model.file", broken.toString(), "native-dir", file.toString()));
        assertThat(models.present()).isEmpty();
        assertThat(loading.missing()).isEqualTo(1);
        assertThat(loading.failure()).isPresent();
    }

    @Test
    void noModelIsMissingWhereNoneIsWanted() {
        ModelLoading loading = load(Map.of("enabled", "false"));
        assertThat(models.missing())
                .contains(
                        new TextModels.Missing(
                                NoVectors.MODEL_OFF,
                                "text models: off by papertide.meaning.enabled"));
        assertThat(loading.missing()).isZero();
        assertThat(loading.failure()).isEmpty();
    }

    /** It lasts, and is not to look like a start. */
    @Test
    void saysFromTheBeginningThatNoneIsWanted() {
        var _ = loading(Map.of("enabled", "false"));
        assertThat(models.missing()).map(TextModels.Missing::why).contains(NoVectors.MODEL_OFF);
    }

    private ModelLoading load(Map<String, String> own) {
        ModelLoading loading = loading(own);
        loading.load();
        return loading;
    }

    private ModelLoading loading(Map<String, String> own) {
        Map<String, String> settings = new HashMap<>();
        settings.put("papertide.meaning.native-dir", "target/native-libraries");
        own.forEach((name, value) -> settings.put("papertide.meaning." + name, value));
        return new ModelLoading(
                new SmallRyeConfigBuilder()
                        .withMapping(MeaningSettings.class)
                        .withSources(new PropertiesConfigSource(settings, "test", 250))
                        .build()
                        .getConfigMapping(MeaningSettings.class),
                models);
    }
}
