package org.papertide.ranking.search;

import static org.papertide.ranking.search.Papers.paper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.testing.Growth;

/** A search of any words, up to the longest that is taken, costs what it is long. */
class SearchGrowthTest {

    private static final String TITLE = "Deep linear networks: a full abstract of author:a, 10.1/a";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "\"",
                "\"a\" ",
                "“a ",
                "a:",
                "author:a ",
                "author:\"",
                "category:a,",
                "id:10.1234/a ",
                "10.1234/a",
                "https://doi.org/10.1234/",
                "/full",
                "v1",
                "?",
                "#",
                ".",
                "a.",
                "-",
                "+-(",
                "9",
                "\uff12",
                "\\'",
                "\\frac",
                "$",
                "{",
                "}",
                "^",
                "_",
                "e\u0301",
                "\u6f6e",
                "\u202e",
                "\ud83e\udd93",
                "of the ",
                "deep linear "
            })
    void takesTimeInProportionToItsLength(String piece) throws IOException {
        try (Papers papers = new Papers()) {
            Paper paper = paper(1, TITLE, TITLE.repeat(9)).authors(List.of("Ada A. Marsh")).build();
            papers.add(paper, paper(2, "Another", "thing").build());
            Growth.assertLinear(
                    SearchQuery.MAX_LENGTH / 2,
                    size -> piece.repeat(size).substring(0, size),
                    text -> find(papers, paper, text));
        }
    }

    /** An id is read several times for each word of a query. */
    @ParameterizedTest
    @CsvSource({
        "10.1234/, /",
        "10.1234/a, v1",
        "10.1234/a, .pdf",
        "10.1234/a, ?",
        "10.1234/a, )",
        "10.1234/, (a)",
        "10.1234/, a).",
        "a.example/, /",
        "a.example/, doi:/",
        "a.example/, 10.1/",
        "a.example, /title:0"
    })
    void readsAnIdInTimeInProportionToItsLength(String begin, String piece) {
        Growth.assertLinear(
                140,
                size -> begin + piece.repeat(size).substring(0, size),
                text -> {
                    for (int times = 0; times < 300; times++) {
                        var _ = PaperId.findAllInText(text);
                    }
                });
    }

    private static void find(Papers papers, Paper paper, String text) {
        SearchQuery query = SearchQuery.read(text);
        try {
            var _ = papers.search().find(query, By.WORDS, SearchFilter.NONE, 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var _ = Matching.of(query).match(new Hit(paper.id(), 1, 1, true, null), paper);
    }
}
