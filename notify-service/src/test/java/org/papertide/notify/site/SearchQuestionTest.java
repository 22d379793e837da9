package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

class SearchQuestionTest {

    /** All that narrows a search narrows the subscription to it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "category:cs.LG category:stat.ML | ?category=cs.LG&category=stat.ML",
                "tides category:cs.LG,stat.ML | ?about=tides&category=cs.LG&category=stat.ML",
                "2409.01234 | ?like=arxiv:2409.01234",
                "arXiv:2409.01234v2 [cs.LG] | ?like=arxiv:2409.01234",
                "https://arxiv.org/abs/2409.01234v2?a=b tides | ?about=tides&like=arxiv:2409.01234",
                "(2409.01234), 10.1000/ABC | ?like=arxiv:2409.01234, doi:10.1000/abc",
                "id:2409.01234 id:2409.01234v3 id:2409.05678 | ?like=arxiv:2409.01234, arxiv:2409.05678",
                "author:“Ada Marsh” author:Saxe | ?authors=Ada Marsh, Saxe",
                "author:\"Marsh, Ada\" | ?authors=\"Marsh, Ada\"",
                "a \"deep phrase\" and 5\" | ?about=a deep phrase and 5",
                "author: none id:none category:<b> | ?about=author: none id:none category:<b>",
                "co-author:x | ?about=co-author:x",
            })
    void subscribesToAllThatIsAskedFor(String text, String address) {
        String made = SearchQuestion.read(text, null, null, null).subscription();
        assertThat(URLDecoder.decode(made, StandardCharsets.UTF_8))
                .isEqualTo("/subscribe" + address);
    }

    @ParameterizedTest
    @ValueSource(strings = {")", ",", "(", "\"", "category:,", "\u201c ", " x", "id:1,"})
    void readsQuestionsInProportionToTheirLength(String part) {
        Growth.assertLinear(
                4_000,
                size -> part.repeat(size) + "x",
                text ->
                        assertThat(SearchQuestion.read(text, null, null, null).subscription())
                                .startsWith("/subscribe"));
    }

    @Test
    void subscribesToTheCategoryOfTheAddressAsWell() {
        assertThat(
                        SearchQuestion.read("category:stat.ML category:cs.LG", null, "cs.LG", null)
                                .subscription())
                .isEqualTo("/subscribe?category=cs.LG&category=stat.ML");
    }
}
