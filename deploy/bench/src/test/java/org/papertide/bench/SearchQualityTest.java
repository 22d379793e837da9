package org.papertide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.bench.SearchQuality.Known;

class SearchQualityTest {

    private static final Known WORDS = new Known(161, 196, 200);
    private static final List<Long> FIRST = List.of(80L, 70L, 66L, 40L, 50L);
    private static final List<Long> BEGINNING = List.of(18L, 17L, 16L, 10L, 12L);

    @Test
    void missesNothingAtTheGoals() {
        assertThat(SearchQuality.missed(119, FIRST, BEGINNING, WORDS, WORDS, 0)).isEmpty();
    }

    @Test
    void missesWhatIsBelowByOne() {
        assertThat(missed(List.of(79L, 79L, 79L, 0L, 0L), BEGINNING, WORDS))
                .singleElement()
                .asString()
                .contains("best query");
        assertThat(missed(List.of(80L, 70L, 65L, 119L, 50L), BEGINNING, WORDS))
                .singleElement()
                .asString()
                .contains("three queries");
        assertThat(missed(FIRST, List.of(17L, 17L, 16L, 10L, 12L), WORDS))
                .singleElement()
                .asString()
                .contains("first 20");
    }

    /** Somebody who looks for a paper is not to lose it by the meaning of their words. */
    @Test
    void missesKnownPapersThatWordsAloneFind() {
        assertThat(missed(FIRST, BEGINNING, new Known(160, 196, 200))).hasSize(1);
        assertThat(missed(FIRST, BEGINNING, new Known(161, 195, 200))).hasSize(1);
    }

    /** A paper's own title finds it first. */
    @Test
    void missesPapersThatTheirTitleDoesNotFindFirst() {
        assertThat(SearchQuality.missed(119, FIRST, BEGINNING, WORDS, WORDS, 1))
                .containsExactly("by their own title: 1 are not the first");
    }

    private static List<String> missed(List<Long> first, List<Long> beginning, Known both) {
        return SearchQuality.missed(119, first, beginning, WORDS, both, 0);
    }
}
