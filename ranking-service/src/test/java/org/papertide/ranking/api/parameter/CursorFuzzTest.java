package org.papertide.ranking.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.papertide.events.Ranking;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.testing.fuzz.Fuzz;

class CursorFuzzTest {

    private final Ranking ranking =
            Readers.ranking(RISING_DAY, NOW, 100, IntStream.rangeClosed(1, 60).toArray());

    private String after(int entries) {
        String next = Cursor.start().page(ranking, entries, null).next();
        return next == null ? "" : next;
    }

    @Test
    void anyTextIsNoCursorOrOneThatPages() {
        Fuzz.text(
                Fuzz.texts(after(1), after(20), after(59)),
                input ->
                        Cursor.read(input, RISING_DAY, null)
                                .ifPresent(cursor ->
                                        assertThat(cursor.page(ranking, 10, null).entries())
                                                .hasSizeLessThanOrEqualTo(10)
                                                .doesNotHaveDuplicates()));
    }
}
