package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.testing.SampleQuery;
import org.papertide.text.query.StopWords;

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

    /** As in arXiv's search, and with a space behind the colon. */
    @Test
    void readsTheFieldsOfArxivsSearch() {
        SearchQuery query =
                SearchQuery.read(
                        "au:Saxe ti:deep title:\"linear networks\" cat:cs.LG abs:theory all:of"
                                + " author: \"Surya Ganguli\" category: stat.ML ti: minds");
        assertThat(query.text()).isEqualTo("deep linear networks theory of minds");
        assertThat(query.phrases()).containsExactly("linear networks");
        assertThat(query.authors()).containsExactly("Saxe", "Surya Ganguli");
        assertThat(query.categories()).containsExactly("cs.LG", "stat.ML");
    }

    /** A text model reads the whole sentence. */
    @ParameterizedTest
    @CsvSource({
        "How does LoRA work?, LoRA",
        "how do large language models work, large language models",
        "What is attention?, attention?",
        "what are the best optimisers for large networks, best optimisers for large networks",
        "Can we train networks without backpropagation?, train networks without backpropagation?",
        "papers on state space models, state space models",
        "Papers about LoRA, LoRA",
    })
    void leavesOutTheWordsOfAQuestion(String text, String words) {
        SearchQuery query = SearchQuery.read(text);
        assertThat(query.words()).isEqualTo(words);
        assertThat(query.text()).isEqualTo(text);
    }

    /** Of a few words, which may be those of a title; of abbreviations, and of phrases. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "how",
                "How does it work?",
                "what is it?",
                "Why Transformers Fail",
                "Is Attention Enough?",
                "Can Agents Self-Improve",
                "WHO air quality guidelines",
                "deep networks: how do they learn",
                "papers",
                "\"how does\" LoRA work on small models"
            })
    void keepsTheWordsOfWhatMayBeNoQuestion(String text) {
        SearchQuery query = SearchQuery.read(text);
        assertThat(query.words()).isEqualTo(query.text());
    }

    @Test
    void readsWhatIsExcluded() {
        SearchQuery query =
                SearchQuery.read(
                        "deep -survey -\"linear networks\" -author:Saxe -cat:cs.CV,cs.RO -ti:review"
                                + " networks ANDNOT au:Ng AND NOT abs:\"a tutorial\" -id:nothing");
        assertThat(query.text()).isEqualTo("deep networks");
        assertThat(query.phrases()).isEmpty();
        assertThat(query.authors()).isEmpty();
        assertThat(query.categories()).isEmpty();
        assertThat(query.excluded())
                .isEqualTo(
                        new SearchQuery.Excluded(
                                List.of(
                                        "survey",
                                        "linear networks",
                                        "review",
                                        "a tutorial",
                                        "id:nothing"),
                                List.of("Saxe", "Ng"),
                                List.of("cs.CV", "cs.RO")));
    }

    /**
     * A hyphen within a word, before a number or alone; NOT as a word; and nothing else to find.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "self-attention",
                "at -3 degrees",
                "tides - a survey",
                "tides -- a survey",
                "BERT -A Survey",
                "Tides -Moons: a study",
                "Tides -a survey of moons- at sea",
                "Tides -moons– at sea",
                "tides AND NOT TO drown",
                "\"deep\"-learning",
                "Attention is NOT all you need",
                "-survey",
                "-survey -review"
            })
    void excludesNothingByOtherHyphens(String text) {
        SearchQuery query = SearchQuery.read(text);
        assertThat(query.excluded()).isEqualTo(SearchQuery.NOTHING.excluded());
        assertThat(query.isEmpty()).isFalse();
    }

    /** As readers are told; the subscription to a search is held to the same. */
    @Test
    void readsAnyQueryAsReadersAreTold() {
        Random random = new Random(5);
        for (int round = 0; round < 5_000; round++) {
            SampleQuery sample = SampleQuery.any(random);
            SearchQuery query = SearchQuery.read(sample.text());
            assertThat(query.text()).as(sample.text()).isEqualTo(sample.words());
            assertThat(query.phrases())
                    .as(sample.text())
                    .containsExactlyElementsOf(sample.phrases());
            assertThat(query.authors())
                    .as(sample.text())
                    .containsExactlyElementsOf(sample.authors());
            assertThat(query.categories())
                    .as(sample.text())
                    .containsExactlyElementsOf(sample.categories());
            assertThat(
                            Stream.concat(query.ids().stream(), query.named().stream())
                                    .map(PaperId::value)
                                    .collect(Collectors.toSet()))
                    .as(sample.text())
                    .isEqualTo(sample.papers());
            assertThat(query.excluded())
                    .as(sample.text())
                    .isEqualTo(
                            new SearchQuery.Excluded(
                                    List.copyOf(sample.notTexts()),
                                    List.copyOf(sample.notAuthors()),
                                    List.copyOf(sample.notCategories())));
        }
    }

    /** What is no word of the index excludes nothing. */
    @Test
    void knowsTheStopWordsOfTheIndex() {
        assertThat(StopWords.ALL)
                .containsExactlyInAnyOrderElementsOf(
                        EnglishAnalyzer.ENGLISH_STOP_WORDS_SET.stream()
                                .map(word -> new String((char[]) word))
                                .toList());
        for (String word : List.of("A", "to-be", "it's", "IT’S", "the,", "a/an", "their'", "no")) {
            assertThat(SearchQuery.read("tides -" + word).excludes()).as(word).isFalse();
            assertThat(Words.of(Words.TEXT, word, 1)).as(word).isEmpty();
        }
        for (String word : List.of("A1", "to-do", "items", "et", "注意", "a.b", "non")) {
            assertThat(SearchQuery.read("tides -" + word).excludes()).as(word).isTrue();
            assertThat(Words.of(Words.TEXT, word, 1)).as(word).isNotEmpty();
        }
    }

    /** What looks like an operator and is none is a word: titles have colons and quotes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "JEPA: how it avoids noise",
                "author:",
                "author: ",
                "The Death of the Author: an essay",
                "Ti:sapphire laser",
                "Au:Ag nanoparticles",
                "the cat: decoherence in cavities",
                "what is a category: foundations",
                "the author: who wrote it",
                "All: or nothing",
                "title:",
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
        "https://doi.org/10.1000/ABC, doi:10.1000/abc",
        "arXiv: 2409.01234 [cs.LG], arxiv:2409.01234",
        "\"2409.01234v3\", arxiv:2409.01234",
        "(arXiv:2409.01234v2)., arxiv:2409.01234",
        "see [https://arxiv.org/abs/2409.01234v2?context=cs.LG]; thanks, arxiv:2409.01234",
        "https://arxiv.org/pdf/2409.01234v2.pdf#page=3, arxiv:2409.01234",
        "https://huggingface.co/papers/2409.01234?a=b, arxiv:2409.01234",
        "www.alphaxiv.org/overview/2409.01234v1, arxiv:2409.01234",
        "https://ar5iv.labs.arxiv.org/html/hep-th/9901001v2, arxiv:hep-th/9901001",
        "https://arxiv.org/e-print/math.GT/0309136, arxiv:math/0309136",
        "https://web.archive.org/web/2020/https://arxiv.org/abs/cs/0112017, arxiv:cs/0112017",
        "https://dl.acm.org/doi/abs/10.1145/3292500.3330701?casa=1, doi:10.1145/3292500.3330701",
        "(doi:10.1000/ABC), doi:10.1000/abc",
        "https://doi.org/10.48550/arXiv.2409.01234, arxiv:2409.01234",
        "ａｒＸｉｖ：２４０９．０１２３４, arxiv:2409.01234",
        "２４０９．０１２３４ｖ２, arxiv:2409.01234"
    })
    void knowsThePaperThatIsNamed(String text, String id) {
        assertThat(SearchQuery.read(text).named()).containsExactly(new PaperId(id));
    }

    /** As publishers' pages are copied: with what they have behind a DOI. */
    @ParameterizedTest
    @CsvSource({
        "https://doi.org/10.1145/3534678?utm_source=x, doi:10.1145/3534678",
        "https://doi.org/10.1145/3534678#sec-2, doi:10.1145/3534678",
        "https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full, doi:10.3389/fnins.2020.00001",
        "https://link.springer.com/content/pdf/10.1007/s11263-024-01234-5.pdf, doi:10.1007/s11263-024-01234-5",
        "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full, doi:10.1101/2020.01.01.123456",
        "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v12.full.pdf+html?a=b, doi:10.1101/2020.01.01.123456",
        "https://onlinelibrary.wiley.com/doi/epdf/10.1002/anie.202000001/, doi:10.1002/anie.202000001",
        "id:https://doi.org/10.1145/3534678?utm_source=x, doi:10.1145/3534678"
    })
    void knowsThePaperBehindWhatAddressesHaveBehindADoi(String text, String id) {
        SearchQuery query = SearchQuery.read(text);
        assertThat(text.startsWith("id:") ? query.ids() : query.named()).contains(new PaperId(id));
        assertThat(query.text()).isEmpty();
    }

    /** In an id two hyphens are no dash, a tilde is no space, and a dollar sign is no formula. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1000/a--b",
                "10.1000/a~b",
                "10.1000/a---b",
                "10.1000/a$x_1$b",
                "10.1000/a\\'e",
                "10.1000/a{b}",
                "10.1000/a``b"
            })
    void readsNoIdAsLatex(String doi) {
        PaperId id = PaperId.findDoi(doi).orElseThrow(AssertionError::new);
        assertThat(SearchQuery.read("id:" + id).ids()).as("as our pages ask").startsWith(id);
        assertThat(SearchQuery.read("id:" + id).hasWords()).isFalse();
        for (String typed :
                List.of(
                        doi,
                        " doi:" + doi + ' ',
                        "https://doi.org/" + doi,
                        '"' + doi + '"',
                        '“' + doi + '”')) {
            SearchQuery query = SearchQuery.read(typed);
            assertThat(query.named()).as(typed).startsWith(id);
            assertThat(query.hasWords()).as(typed).isFalse();
        }
        assertThat(SearchQuery.read("look at " + doi + " and $\\alpha$").named()).contains(id);
        assertThat(SearchQuery.read("tides id:" + doi + " $\\alpha$").ids()).contains(id);
    }

    /** Whatever an address or a sentence could mean by it. */
    @Test
    void takesAnIdentityAsItStands() {
        for (String id : List.of("doi:10.1000/a.", "doi:10.1000/(a)", "doi:10.1000/a%2fb)")) {
            assertThat(SearchQuery.read("id:" + id).ids()).contains(new PaperId(id));
        }
    }

    /** What is a part of a DOI stays one. */
    @Test
    void keepsADoiAsItStands() {
        assertThat(SearchQuery.read("10.1000/full").named())
                .containsExactly(new PaperId("doi:10.1000/full"));
        assertThat(SearchQuery.read("https://doi.org/10.1000/a.pdf").named())
                .containsExactly(new PaperId("doi:10.1000/a.pdf"), new PaperId("doi:10.1000/a"));
        assertThat(SearchQuery.read("10.1000/pdf/full/v1").named().getFirst())
                .isEqualTo(new PaperId("doi:10.1000/pdf/full/v1"));
    }

    /** An address that has no id is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/articles/9912345",
                "https://example.org/cs/9913345",
                "https://github.com/a/b",
                "1.5/2 and 10.5",
                "example.org/2409.0123"
            })
    void takesOtherAddressesForWords(String text) {
        assertThat(SearchQuery.read(text).named()).isEmpty();
        assertThat(SearchQuery.read(text).hasWords()).isTrue();
    }

    @Test
    void readsOperatorsThatWereTypedOnAnEastAsianKeyboard() {
        SearchQuery query = SearchQuery.read("ａｕｔｈｏｒ：王伟　author：＂Wei Wang＂ ＂深度　学习＂");
        assertThat(query.authors()).containsExactly("王伟", "Wei Wang");
        assertThat(query.phrases()).containsExactly("深度 学习");
    }

    @Test
    void takesCategoriesWithCommasBetween() {
        assertThat(SearchQuery.read("category:cs.LG,stat.ML x category:hep-ex,").categories())
                .containsExactly("cs.LG", "stat.ML", "hep-ex");
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
