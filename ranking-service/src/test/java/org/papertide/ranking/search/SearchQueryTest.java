package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;

class SearchQueryTest {

    @Test
    void readsOperatorsAndLeavesWords() {
        SearchQuery query =
                SearchQuery.read(
                        "deep author:Saxe \"linear networks\" category:cs.LG author:\"Surya"
                                + " Ganguli\" theory id:1312.6120v3");
        assertThat(query.text()).isEqualTo("deep linear networks theory");
        assertThat(query.phrases()).containsExactly("linear networks");
        assertThat(query.authors()).containsExactly("Saxe", "Surya Ganguli");
        assertThat(query.categories()).containsExactly("cs.LG");
        assertThat(query.ids()).containsExactly(new PaperId("arxiv:1312.6120"));
    }

    /** What looks like an operator and is none is a word: titles have colons and quotes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "JEPA: how it avoids noise",
                "author:",
                "author: ",
                "category:<b>",
                "id:nothing",
                "site:arxiv.org",
                "a \" b",
                "5\" wafers",
                "c++ && rust || (go"
            })
    void takesTheRestAsWords(String text) {
        SearchQuery query = SearchQuery.read(text);
        assertThat(query.text()).isNotEmpty();
        assertThat(query.phrases()).isEmpty();
        assertThat(query.authors()).isEmpty();
        assertThat(query.categories()).isEmpty();
        assertThat(query.ids()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2409.01234, arxiv:2409.01234",
        "arXiv:2409.01234v2, arxiv:2409.01234",
        "https://arxiv.org/pdf/2409.01234, arxiv:2409.01234",
        "arXiv:2409.01234 [cs.LG], arxiv:2409.01234",
        "look at https://arxiv.org/abs/hep-ex/0307015 please, arxiv:hep-ex/0307015",
        "https://doi.org/10.1000/ABC, doi:10.1000/abc"
    })
    void knowsThePaperThatIsNamed(String text, String id) {
        assertThat(SearchQuery.read(text).named()).containsExactly(new PaperId(id));
    }

    @Test
    void readsLatexAsReadersDo() {
        assertThat(SearchQuery.read("Poincar\\'e $\\alpha$-stable").text())
                .isEqualTo("Poincaré α-stable");
    }

    @Test
    void asksForNothingWhereNothingIsSaid() {
        for (String nothing : List.of("", " ", "\"\"", "\u0000\u202e", "\"\" \"\"")) {
            assertThat(SearchQuery.read(nothing).isEmpty()).as(nothing).isTrue();
        }
    }
}
