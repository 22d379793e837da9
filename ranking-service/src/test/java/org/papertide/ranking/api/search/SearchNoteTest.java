package org.papertide.ranking.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.ranking.api.parameter.SearchSort;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.ranking.search.By;
import org.papertide.ranking.search.PaperSearch;
import org.papertide.ranking.search.Papers;
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

    /** Who asks for a paper by its id is not told that there is none where a filter hides it. */
    @Test
    void saysWhyNoPaperOfAnIdWasFound() throws IOException {
        try (Papers index = new Papers();
                Readers readers = new Readers()) {
            Paper listed = Readers.paper(1, Readers.NOW, "cs.LG");
            Paper withdrawn =
                    Readers.paper(
                            2,
                            1,
                            Readers.NOW,
                            PaperStatus.WITHDRAWN,
                            null,
                            List.of(new PaperId("doi:10.1000/two")),
                            "cs.LG");
            index.add(listed, withdrawn);
            readers.send(listed).send(withdrawn);
            PaperSearch search = index.search();

            assertThat(notFound(search, readers, "2501.00001"))
                    .isEqualTo("The paper of this id does not meet what narrows the search.");
            assertThat(notFound(search, readers, "id:2501.00001 category:hep-ex"))
                    .isEqualTo("The paper of this id does not meet what narrows the search.");
            assertThat(notFound(search, readers, "id:2501.00002"))
                    .isEqualTo("The paper of this id was withdrawn.");
            assertThat(notFound(search, readers, "https://doi.org/10.1000/two"))
                    .isEqualTo("The paper of this id was withdrawn.");
            assertThat(notFound(search, readers, "2501.00003"))
                    .isEqualTo("There is no paper of this id.");
            assertThat(notFound(search, readers, "id:2501.00003"))
                    .isEqualTo("There is no paper of this id.");
            assertThat(notFound(search, readers, "tides 2501.00003"))
                    .startsWith("There is no paper of this id.");
            assertThat(notFound(search, readers, "arXiv: 2501.00003v1 [cs.CL] 2 Aug 2025"))
                    .startsWith("There is no paper of this id.");
            assertThat(notFound(search, readers, "tides 2501.00001")).isNull();
            assertThat(notFound(search, readers, "category:cs.LG")).isNull();
        }
    }

    private static @Nullable String notFound(PaperSearch search, Readers readers, String query)
            throws IOException {
        NotFound notFound =
                NotFound.of(search, readers.readModel, SearchQuery.read(query)).orElse(null);
        return note(query, By.BOTH, By.BOTH, Unread.NONE, notFound);
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
        return note(query, asked, found, unread, null);
    }

    private static @Nullable String note(
            String query, By asked, By found, Unread unread, @Nullable NotFound notFound) {
        return SearchResource.note(
                new SearchResource.Asked(
                        SearchQuery.read(query),
                        asked,
                        SearchSort.RELEVANCE,
                        SearchFilter.NONE,
                        20),
                new Searches.Page(found, List.of(), null, unread, null, notFound));
    }
}
