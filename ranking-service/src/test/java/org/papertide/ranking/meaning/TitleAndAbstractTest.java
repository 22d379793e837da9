package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.testing.SamplePaper;

class TitleAndAbstractTest {

    @Test
    void isReadAsPeopleReadIt() {
        assertThat(text("Poincar\\'e maps of $\\alpha$-stable noise", "We \\emph{show}\n  $x^2$."))
                .isEqualTo("Poincar\u00e9 maps of \u03b1-stable noise\nWe show x\u00b2.");
    }

    @Test
    void isTheTitleWhereNothingIsSeenOfAnAbstract() {
        assertThat(text("Tides", null)).isEqualTo("Tides");
        assertThat(text("Tides", " \u200b ")).isEqualTo("Tides");
    }

    private static String text(String title, @Nullable String abstractText) {
        return TitleAndAbstract.of(
                        SamplePaper.of(SamplePaper.id("2605", 1), Instant.EPOCH)
                                .title(title)
                                .abstractText(abstractText)
                                .build())
                .text();
    }
}
