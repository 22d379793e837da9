package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.PaperId;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.fuzz.Fuzz;

/** Damaged bytes of the store of papers are read or refused by the declared exception. */
class CataloguedPaperFuzzTest {

    static List<byte[]> samples() {
        return List.of(
                CataloguedPaper.of(
                                SamplePaper.of(
                                                new PaperId("arxiv:2501.00001"),
                                                Instant.parse("2025-03-03T12:00:00Z"))
                                        .title("A Title")
                                        .categories("cs.LG")
                                        .build())
                        .toBytes());
    }

    @Test
    void readsOrRefusesAnything() {
        Fuzz.bytes(samples(), CataloguedPaperFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.check(input, CataloguedPaperFuzzTest::check);
    }

    private static void check(byte[] input) {
        CataloguedPaper read;
        try {
            read = CataloguedPaper.fromBytes(input);
        } catch (UnreadableBytesException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(CataloguedPaper.fromBytes(read.toBytes())).isEqualTo(read);
    }
}
