package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.testing.fuzz.Fuzz;

/** A list of another mailer may be anything: each line is read or refused in either form. */
class SuppressionListFuzzTest {

    private static final int LONGEST_LINE = 1_000;

    static List<byte[]> samples() {
        return Fuzz.texts(
                """
                Email Address;Created At;Error
                "a@example.org";2026-05-04 08:00:00;"550 5.1.1 ""unknown"\"
                b@example.org;1777881600;'=gone
                """,
                """
                {"email":"a@example.org","created":1777881600,"reason":"550 unknown"}
                {"address":"b@example.org","createdAt":"Mon, 04 May 2026 08:00:00 UTC"}
                """);
    }

    @Test
    void readsOrRefusesAnyLine() {
        Fuzz.bytes(samples(), SuppressionListFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.check(input, SuppressionListFuzzTest::check);
    }

    private static void check(byte[] input) {
        for (SuppressionListFormat format : SuppressionListFormat.values()) {
            SuppressionListFormat.LineReader reader = format.reader();
            for (String line : lines(input)) {
                assertThat(line).hasSizeLessThanOrEqualTo(LONGEST_LINE + 1);
                try {
                    reader.read(line).ifPresent(SuppressionListFuzzTest::checkLine);
                } catch (UnreadableLineException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    private static void checkLine(SuppressionLine line) {
        assertThat(line.name()).isNotBlank();
        @Nullable String reason = line.reason();
        if (reason != null) {
            assertThat(reason)
                    .isNotBlank()
                    .doesNotContain("\n", "\r", "\u0000")
                    .hasSizeLessThanOrEqualTo(SuppressionLine.MAX_REASON);
        }
    }

    private static List<String> lines(byte[] input) {
        try {
            return new BoundedLines(new ByteArrayInputStream(input), LONGEST_LINE)
                    .ahead(Integer.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
