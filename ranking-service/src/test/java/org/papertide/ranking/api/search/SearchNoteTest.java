package org.papertide.ranking.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.ranking.api.parameter.SearchSort;
import org.papertide.ranking.search.By;
import org.papertide.ranking.search.SearchFilter;
import org.papertide.ranking.search.SearchQuery;
import org.papertide.ranking.search.Unread;

class SearchNoteTest {

    private static final Unread UNREAD = new Unread(1_204, 7_400);

    @Test
    void saysHowManyPapersMeaningCouldNotFind() {
        assertThat(note("tides", By.BOTH, By.BOTH, UNREAD))
                .isEqualTo(
                        "The meaning of 1,204 of 7,400 papers has not been read yet: those are"
                                + " found by their words alone.");
        assertThat(note("tides", By.MEANING, By.MEANING, UNREAD))
                .isEqualTo(
                        "The meaning of 1,204 of 7,400 papers has not been read yet: those are"
                                + " not found yet.");
    }

    @Test
    void saysNothingOfMeaningWhereNoneWasAskedForOrAllIsRead() {
        assertThat(note("tides", By.BOTH, By.BOTH, Unread.NONE)).isNull();
        assertThat(note("tides", By.MEANING, By.MEANING, new Unread(0, 7_400))).isNull();
        assertThat(note("tides", By.WORDS, By.WORDS, UNREAD)).isNull();
        assertThat(note("category:cs.LG", By.BOTH, By.WORDS, UNREAD)).isNull();
    }

    @Test
    void saysThatThereIsNoTextModel() {
        assertThat(note("tides", By.BOTH, By.WORDS, UNREAD)).isEqualTo(SearchResource.BY_WORDS);
        assertThat(note("???", By.BOTH, By.WORDS, UNREAD)).isEqualTo(SearchResource.NO_WORDS);
    }

    @Test
    void saysThatThereAreMoreWordsThanAreLookedFor() {
        String most = "tides ".repeat(SearchQuery.MAX_WORDS);
        assertThat(note(most + "and the", By.BOTH, By.BOTH, Unread.NONE)).isNull();
        assertThat(note(most + "and the moon", By.BOTH, By.BOTH, Unread.NONE))
                .isEqualTo("Of these words the first 64 were looked for.");
        assertThat(note(most + "moon", By.BOTH, By.WORDS, Unread.NONE))
                .isEqualTo(SearchResource.BY_WORDS + " " + SearchResource.MORE_WORDS);
        assertThat(note('"' + most + "moon\"", By.WORDS, By.WORDS, Unread.NONE))
                .isEqualTo(SearchResource.MORE_WORDS);
        assertThat(note(most + "moon", By.MEANING, By.MEANING, Unread.NONE)).isNull();
    }

    private static @Nullable String note(String query, By asked, By found, Unread unread) {
        return SearchResource.note(
                new SearchResource.Asked(
                        SearchQuery.read(query),
                        asked,
                        SearchSort.RELEVANCE,
                        SearchFilter.NONE,
                        20),
                new Searches.Page(found, List.of(), null, unread, null));
    }
}
