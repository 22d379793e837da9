package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Helm reads no file outside of the chart, so it has copies. Copied anew with {@code
 * -Dpapertide.approve=true}.
 */
class CopiesTest {

    private static final Path ORIGINALS = Checkout.ROOT.resolve("deploy/observability");

    @ParameterizedTest
    @ValueSource(strings = {"rules", "dashboards"})
    void areWhatTheyWereCopiedFrom(String folder) throws IOException {
        Path copies = Checkout.CHART.resolve("files").resolve(folder);
        Map<String, String> originals = files(ORIGINALS.resolve(folder));
        if (Boolean.getBoolean("papertide.approve")) {
            for (String gone : files(copies).keySet()) {
                Files.delete(copies.resolve(gone));
            }
            for (Map.Entry<String, String> each : originals.entrySet()) {
                Files.writeString(copies.resolve(each.getKey()), each.getValue());
            }
        }
        assertThat(originals).isNotEmpty();
        assertThat(files(copies))
                .as("copies of %s; -Dpapertide.approve=true makes them anew", folder)
                .isEqualTo(originals);
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> texts.put(file.getFileName().toString(), Checkout.read(file)));
        }
        return texts;
    }
}
