package org.papertide.local.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.local.data.RefusedException;

class ExportFileTest {

    @TempDir private Path folder;

    @Test
    void hasItsNameOnceItIsWhole() throws IOException {
        Path file = folder.resolve("a.csv");
        try (ExportFile export = ExportFile.begin(file)) {
            export.write("one\n");
            assertThat(file).doesNotExist();
            export.complete();
        }
        assertThat(file).hasContent("one\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatEndsEarlyIsAPartOfWholeLines() {
        Path file = folder.resolve("a.csv");
        try (ExportFile export = ExportFile.begin(file)) {
            for (int i = 0; i < 100_000; i++) {
                export.write("line " + i + "\n");
            }
        }
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("a.csv.part")).content().endsWith("line 99999\n");
    }

    @Test
    void packsWhatEndsInGz() throws IOException {
        Path file = folder.resolve("a.jsonl.gz");
        try (ExportFile export = ExportFile.begin(file)) {
            export.write("{}\n");
            export.complete();
        }
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("{}\n");
        }
        assertThat(Export.Format.of(file)).contains(Export.Format.JSONL);
    }

    @Test
    void saysWhereItCannotWrite() {
        assertThatThrownBy(() -> ExportFile.begin(folder.resolve("none/a.csv")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("a.csv.part cannot be written");
    }
}
