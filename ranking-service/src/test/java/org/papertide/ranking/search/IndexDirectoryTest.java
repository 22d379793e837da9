package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.search.Papers.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexDirectoryTest {

    private static final Map<String, Long> READ = Map.of("papers-0", 7L);

    @TempDir private Path base;

    private PaperIndex open() throws IOException {
        return new IndexDirectory(base, 4).open(false);
    }

    private void fill() throws IOException {
        try (PaperIndex index = open()) {
            index.apply(List.of(new IndexChange.Known(paper(1, "Networks", "x").build())));
            index.commit(READ, true);
        }
    }

    private static int papers(PaperIndex index) throws IOException {
        return index.size().papers();
    }

    @Test
    void goesOnFromWhatWasCommitted() throws IOException {
        fill();
        try (PaperIndex index = open()) {
            assertThat(papers(index)).isEqualTo(1);
            assertThat(index.positions()).isEqualTo(READ);
            assertThat(index.wasFilled()).isTrue();
            index.apply(List.of(new IndexChange.Known(paper(2, "Networks", "x").build())));
        }
        try (PaperIndex index = open()) {
            assertThat(papers(index)).as("what was not committed comes again").isEqualTo(1);
        }
    }

    /** Whichever file is cut short or full of rubbish, the index opens: as it was, or anew. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isMadeAnewIfItIsDamaged(boolean cut) throws IOException {
        fill();
        List<Path> files;
        Path own = base.resolve("papers");
        try (Stream<Path> all = Files.list(own)) {
            files = all.filter(file -> !file.endsWith("write.lock")).toList();
        }
        int rebuilt = 0;
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            Files.write(file, cut ? new byte[0] : rubbish(good.length));
            try (PaperIndex index = open()) {
                boolean anew = index.positions().isEmpty();
                assertThat(papers(index)).isEqualTo(anew ? 0 : 1);
                rebuilt += anew ? 1 : 0;
            }
            deleteAll(own);
            fill();
        }
        assertThat(rebuilt).isGreaterThan(1);
    }

    private static byte[] rubbish(int length) {
        byte[] rubbish = new byte[length];
        for (int at = 0; at < length; at++) {
            rubbish[at] = (byte) (at * 31 + 7);
        }
        return rubbish;
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void isMadeAnewIfItIsOfAnotherRelease() throws IOException {
        fill();
        try (Directory directory = FSDirectory.open(base.resolve("papers"));
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.setLiveCommitData(Map.of("format", "0").entrySet());
            var _ = writer.commit();
        }
        try (PaperIndex index = open()) {
            assertThat(papers(index)).isZero();
            assertThat(index.positions()).isEmpty();
            assertThat(index.wasFilled()).isFalse();
        }
    }

    @Test
    void isMadeAnewIfItIsNotTrusted() throws IOException {
        fill();
        try (PaperIndex index = new IndexDirectory(base, 4).open(true)) {
            assertThat(papers(index)).isZero();
        }
    }

    @Test
    void leavesTheIndexOfAnotherProcessAlone() throws IOException {
        fill();
        try (PaperIndex others = open();
                PaperIndex own = open()) {
            assertThat(papers(others)).isEqualTo(1);
            assertThat(papers(own)).isZero();
            own.apply(List.of(new IndexChange.Known(paper(2, "Networks", "x").build())));
            own.commit(READ, true);
            assertThat(papers(others)).isEqualTo(1);
        }
    }
}
