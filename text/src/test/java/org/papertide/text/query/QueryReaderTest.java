package org.papertide.text.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

class QueryReaderTest {

    private final QueryReader reader =
            new QueryReader(name -> name.matches("[a-zA-Z.]+"), text -> text.matches("\\d+"));

    private List<QueryPart> read(String text) {
        return reader.read(QueryReader.line(text));
    }

    @Test
    void readsEachPartAsItWasTyped() {
        assertThat(
                        read(
                                "deep „linear nets“ au: \"Ada Marsh\" -cat:cs.LG,math 123 id:4"
                                        + " ANDNOT ti:reviews"))
                .containsExactly(
                        new QueryPart.Text("deep", false, false),
                        new QueryPart.Text("linear nets", true, false),
                        new QueryPart.Author("Ada Marsh", false, "au: \"Ada Marsh\""),
                        new QueryPart.Categories(List.of("cs.LG", "math"), true, "-cat:cs.LG,math"),
                        new QueryPart.Paper("123", false),
                        new QueryPart.Paper("4", true),
                        new QueryPart.Text("reviews", false, true));
    }

    @Test
    void excludesNothingWhereNothingElseIsWanted() {
        assertThat(read("-moons -\"salt marsh\""))
                .containsExactly(
                        new QueryPart.Text("-moons", false, false),
                        new QueryPart.Text("-\"salt", false, false),
                        new QueryPart.Text("marsh\"", false, false));
    }

    /** Words that say NOT are kept where they exclude nothing. */
    @Test
    void keepsTheWordsOfATitle() {
        assertThat(read("tides AND NOT the -Moons: of -A sea ANDNOT moons—"))
                .extracting(part -> ((QueryPart.Text) part).text())
                .containsExactly(
                        "tides", "AND NOT", "the", "Moons:", "of", "A", "sea", "ANDNOT", "moons—");
    }

    /** A title goes on behind a colon. */
    @ParameterizedTest
    @CsvSource({
        "-GPT-, GPT",
        "-foo/bar-, foo/bar",
        "ANDNOT ti:foo-, foo",
        "-survey:, survey",
        "-survey:-, survey",
        "-survey: , survey",
    })
    void excludesAWordWithASignBehindIt(String typed, String word) {
        assertThat(read("tides " + typed))
                .containsExactly(
                        new QueryPart.Text("tides", false, false),
                        new QueryPart.Text(word, false, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "“ ", "-\"", "ti:", "author:", "-a ", "AND NOT "})
    void readsQueriesInProportionToTheirLength(String part) {
        Growth.assertLinear(
                4_000,
                size -> part.repeat(size) + "x",
                text -> assertThat(read(text)).isNotEmpty());
    }
}
