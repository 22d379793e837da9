package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaperSummaryTest {

    @Test
    void boundsEveryPart() {
        PaperSummary summary =
                PaperSummary.of(
                        paper(
                                "word ".repeat(400),
                                "An abstract. ".repeat(1500),
                                Collections.nCopies(3000, "A. " + "u".repeat(250))));
        assertThat(summary.title()).hasSizeLessThanOrEqualTo(300).endsWith("word…");
        assertThat(summary.abstractText()).hasSizeLessThanOrEqualTo(600).endsWith("…");
        assertThat(summary.authors()).hasSize(10).allMatch(author -> author.length() <= 100);
        assertThat(summary.authorCount()).isEqualTo(3000);
    }

    @Test
    void neverCutsACharacterInTwo() {
        PaperSummary summary = PaperSummary.of(paper("𝒯".repeat(400), null, List.of()));
        assertThat(summary.title().codePoints().filter(c -> c != '…'))
                .allMatch(c -> c == "𝒯".codePointAt(0));
    }

    @Test
    void knowsItsCategoriesWhateverTheirCase() {
        PaperSummary summary = PaperSummary.of(Samples.paper());
        assertThat(summary.isIn("stat.ml")).isTrue();
        assertThat(summary.isIn("cs.AI")).isFalse();
    }

    private static Paper paper(String title, @Nullable String text, List<String> authors) {
        return new Paper(
                Samples.ID,
                1,
                null,
                title,
                text,
                authors,
                List.of(),
                null,
                Links.none(),
                null,
                null,
                null,
                null,
                PaperStatus.LISTED,
                null,
                List.of(),
                "test",
                null,
                null,
                null,
                null);
    }
}
