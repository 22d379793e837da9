package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.search.Papers.paper;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A query with words that no paper has is offered with words that papers have. */
class CorrectionsTest {

    private final Papers papers = new Papers();

    @BeforeEach
    void fill() throws IOException {
        papers.add(
                paper(1, "Transformers for languages", "Attention networks, pre-training.")
                        .authors(List.of("Ada Quark"))
                        .build(),
                paper(2, "Diffusion of moons", "Tides, tide, Bayesian inference, GPT-4.").build(),
                paper(3, "Diffusion -Mooring of ships", "Networks.").categories("cs.CV").build());
    }

    @AfterEach
    void close() throws IOException {
        papers.close();
    }

    private Optional<String> corrected(String query) throws IOException {
        SearchQuery read = SearchQuery.read(query);
        PaperSearch search = papers.search();
        Found found = search.find(read, By.BOTH, SearchFilter.NONE, 10);
        return search.correct(read, SearchFilter.NONE, found);
    }

    @ParameterizedTest
    @CsvSource({
        "trasnformers, transformers",
        "lagnuage of networks, languages of networks",
        "difusion of netwroks, diffusion of networks",
        "'\"atention networks\"', '\"attention networks\"'",
        "Bayesain category:cs.LG, bayesian category:cs.LG",
        "How do trensformers work?, How do transformers work?",
    })
    void offersTheNearestWordAsAPaperWritesIt(String typed, String meant) throws IOException {
        assertThat(corrected(typed)).contains(meant);
    }

    @Test
    void offersNothingThatFindsNothing() throws IOException {
        assertThat(corrected("infernce -moons")).isEmpty();
        assertThat(corrected("infernce category:cs.CV")).isEmpty();
    }

    /** Known words, names, other spellings, numbers, short and long words, and too many of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "transformer networks",
                "quark",
                "pretraining",
                "gpt4",
                "gpt5",
                "xyz",
                "ntw",
                "zzzzzzzz",
                "trasnformers zzzzzzzz",
                "trasnformers atention netwroks difusion",
                "author:quarc",
                "2501.00001",
                "transformersformersformersformersx",
                "???"
            })
    void offersNothingElse(String typed) throws IOException {
        assertThat(corrected(typed)).isEmpty();
    }

    /** Of a title, whose beginning excludes its next word. */
    @Test
    void offersTheWordsThatAreExcludedWhereNothingIsLeft() throws IOException {
        assertThat(corrected("ships -Mooring")).contains("ships Mooring");
        assertThat(corrected("ships -\"mooring of\"")).contains("ships \"mooring of\"");
        assertThat(corrected("ships -Mooring:")).contains("ships Mooring:");
        assertThat(corrected("Diffusion -Mooring")).as("others are left").isEmpty();
        assertThat(corrected("ships -category:cs.CV")).as("nobody means it").isEmpty();
    }

    /** Whatever letter of a long word is wrong, missing or exchanged, but the first. */
    @Test
    void offersAWordForEachOneOfItsMistakes() throws IOException {
        Random random = new Random(3);
        for (String word : List.of("transformers", "attention", "diffusion", "bayesian")) {
            for (int at = 1; at < word.length() - 3; at++) {
                char other = (char) ('a' + random.nextInt(26));
                for (String typed :
                        List.of(
                                word.substring(0, at) + word.substring(at + 1),
                                word.substring(0, at) + other + word.substring(at),
                                word.substring(0, at)
                                        + word.charAt(at + 1)
                                        + word.charAt(at)
                                        + word.substring(at + 2))) {
                    if (papers.find(typed).isEmpty()) {
                        assertThat(corrected(typed)).as(typed).contains(word);
                    }
                }
            }
        }
    }

    @Test
    void measuresTheDistanceOfWords() {
        assertThat(Corrections.distance("tides", "tides")).isZero();
        assertThat(Corrections.distance("tides", "tdies")).isEqualTo(1);
        assertThat(Corrections.distance("tides", "tide")).isEqualTo(1);
        assertThat(Corrections.distance("tides", "ribs")).isEqualTo(3);
        assertThat(Corrections.distance("", "ab")).isEqualTo(2);
    }
}
