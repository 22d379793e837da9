package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.testing.fuzz.Fuzz;

/** Stored signals are read back equal, and damaged ones are refused by the declared exception. */
class StoredModelFuzzTest {

    private static final Instant AT = Instant.parse("2026-03-02T02:30:00Z");

    static List<byte[]> samples() {
        SignalHistory some =
                SignalHistory.none()
                        .with("UPVOTES", "huggingface", 12, AT)
                        .with("UPVOTES", "huggingface", 40, AT.plusSeconds(7_200))
                        .with("GITHUB_STARS", "github", 1_000_000_000_000L, AT);
        return List.of(SignalHistory.none().toBytes(), some.toBytes());
    }

    @Test
    void signals() {
        Fuzz.bytes(samples(), StoredModelFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.check(input, StoredModelFuzzTest::check);
    }

    private static void check(byte[] input) {
        SignalHistory read;
        try {
            read = SignalHistory.fromBytes(input);
        } catch (UnreadableBytesException e) {
            assertThat(e).hasMessageStartingWith("signals: ");
            return;
        }
        assertThat(SignalHistory.fromBytes(read.toBytes())).isEqualTo(read);
    }
}
