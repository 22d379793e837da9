package org.papertide.ranking.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.Ranking;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.testing.fuzz.Fuzz;

class CursorFuzzTest {

    private static final Ranking RANKING =
            Readers.ranking(RISING_DAY, NOW, 100, IntStream.rangeClosed(1, 60).toArray());

    static List<byte[]> samples() {
        return Fuzz.texts(after(1), after(20), after(59));
    }

    @Test
    void anyTextIsNoCursorOrOneThatPages() {
        Fuzz.text(samples(), CursorFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.checkText(input, CursorFuzzTest::check);
    }

    private static void check(String input) {
        Cursor.read(input, RISING_DAY, null)
                .ifPresent(cursor ->
                        assertThat(cursor.page(RANKING, 10, null).entries())
                                .hasSizeLessThanOrEqualTo(10)
                                .doesNotHaveDuplicates());
    }

    private static String after(int entries) {
        String next = Cursor.start().page(RANKING, entries, null).next();
        return next == null ? "" : next;
    }
}
