package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.papertide.platform.hashing.Sha256;
import org.papertide.ranking.SampleTexts;
import org.papertide.testing.SamplePaper;

class RecipeTest {

    /** Else papers keep the vectors of texts that are read otherwise by now. */
    @Test
    void isRaisedWhenTextsAreReadOtherwise() {
        String read =
                SampleTexts.ALL.stream()
                        .map(text ->
                                TitleAndAbstract.of(
                                                SamplePaper.of(
                                                                SamplePaper.id("2501", 1),
                                                                Instant.EPOCH)
                                                        .title(text)
                                                        .abstractText("We ask: " + text)
                                                        .build())
                                        .text())
                        .collect(Collectors.joining("\n"));

        assertThat(TitleAndAbstract.RECIPE + " " + Sha256.hex(read).substring(0, 16))
                .as("texts are read otherwise: raise TitleAndAbstract.RECIPE, and expect this")
                .isEqualTo("3 a50d5a0fa967eb76");
    }
}
