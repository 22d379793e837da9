package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Growth;

class HighlightTest {

    @Test
    void isThePartWithMostOfTheWords() {
        String text = "a tide. " + "x ".repeat(200) + "the tide of the river";
        Highlight highlight =
                Highlight.best(
                        "abstract",
                        text,
                        Words.of(Words.TEXT, text, 1_000).stream()
                                .filter(word ->
                                        word.term().equals("tide") || word.term().equals("river"))
                                .toList());

        assertThat(highlight.parts())
                .filteredOn(Highlight.Part::marked)
                .extracting(Highlight.Part::text)
                .containsExactly("tide", "river");
        assertThat(text(highlight)).startsWith("… ").endsWith("the tide of the river");
    }

    /** Each word is one that was looked for, and another one. */
    @Test
    void isFoundInProportionToTheText() {
        Growth.assertLinear(
                20_000,
                words -> {
                    String text =
                            IntStream.range(0, words)
                                    .mapToObj(Integer::toString)
                                    .collect(Collectors.joining(" "));
                    return Map.entry(text, Words.of(Words.TEXT, text, words));
                },
                found -> {
                    List<Words.Word> words = found.getValue();
                    assertThat(words).hasSizeGreaterThan(10_000);
                    Highlight.best("abstract", found.getKey(), words);
                    Highlight whole = Highlight.whole("title", found.getKey(), words);
                    assertThat(whole.parts()).hasSize(2 * words.size() - 1);
                });
    }

    private static String text(Highlight highlight) {
        return highlight.parts().stream().map(Highlight.Part::text).collect(Collectors.joining());
    }
}
