package org.papertide.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaperTextTest {

    private static final Instant LIVE = Instant.parse("2026-11-23T17:00:00Z");

    private final List<SimulatedPaper> papers =
            new Simulation(DemoSource.SEED, LIVE).announced(LIVE.plusSeconds(3_600));

    @Test
    void fillsEverySlot() {
        for (SimulatedPaper paper : papers) {
            assertThat(paper.text().title()).doesNotContain("{", "}", "(n)").hasSizeLessThan(160);
            assertThat(paper.text().abstractText())
                    .doesNotContain("{", "}", "(n)")
                    .hasSizeBetween(300, 1_700)
                    .endsWith(".");
        }
    }

    @Test
    void seldomRepeatsATitle() {
        Set<String> titles = new HashSet<>();
        papers.forEach(paper -> titles.add(paper.text().title()));

        assertThat(papers).hasSizeGreaterThan(1_000);
        assertThat(titles.size()).isGreaterThan((int) (papers.size() * 0.97));
    }

    @Test
    void hasOneToTwelveAuthorsAndRarelyForty() {
        assertThat(papers)
                .extracting(paper -> paper.text().authors().size())
                .allMatch(count -> (count >= 1 && count <= 12) || count == 40)
                .contains(1, 5, 12, 40);
        assertThat(papers)
                .filteredOn(paper -> paper.text().authors().size() == 40)
                .hasSizeLessThan(papers.size() / 40);
    }

    @Test
    void namesCategoriesOfArxiv() {
        assertThat(papers)
                .flatExtracting(paper -> paper.text().categories())
                .allMatch(category -> category.matches("[a-z-]+(\\.[A-Z]{2}|\\.[a-z-]+)?"))
                .contains("cs.LG", "cs.CV", "cs.CL", "cs.RO", "quant-ph", "astro-ph.GA");
    }

    @Test
    void capitalisesTitles() {
        for (SimulatedPaper paper : papers) {
            assertThat(paper.text().title()).matches("[\\p{Lu}\\d].*").doesNotContain(" For ");
        }
    }
}
