package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.search.Papers.paper;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.Paper;
import org.papertide.testing.fuzz.Fuzz;
import org.papertide.text.PaperText;

/** Whatever somebody types is answered, and nothing that is shown was not in the paper. */
class SearchFuzzTest {

    private static final String TITLE = "On <b>deep</b> linear networks: $\\alpha$ & \"quotes\"";
    private static final String TEXT =
            "We study deep linear networks. ".repeat(40)
                    + "Saxe's <script>theory</script> 🦓 of x.";

    private final Papers papers = new Papers();
    private final Paper paper = paper(1, TITLE, TEXT).authors(List.of("Andrew M. Saxe")).build();

    static List<byte[]> samples() {
        return Fuzz.texts(
                "deep linear networks",
                "\"deep linear\" author:\"Andrew Saxe\" category:cs.LG id:2501.00001",
                "+title:(deep AND [a TO b]) OR /.*/~2 ^4 -x *:* \\",
                "https://arxiv.org/abs/2501.00001v2 arXiv:hep-ex/0307015",
                "$\\alpha$ \\'e “quotes” 🦓 the of",
                "author:a author:\"\" category:\" id:id:");
    }

    @BeforeEach
    void index() throws IOException {
        papers.add(paper, paper(2, "Another", "thing").build())
                .means(1, 1, 0)
                .means(2, 0, 1)
                .queriesMean(1, 0);
    }

    @AfterEach
    void close() throws IOException {
        papers.close();
    }

    @Test
    void anyTextIsAnswered() {
        Fuzz.text(samples(), this::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.checkText(input, this::check);
        papers.questions.clear();
    }

    private void check(String input) {
        String raw = input.substring(0, Math.min(input.length(), SearchQuery.MAX_LENGTH));
        SearchQuery query = SearchQuery.read(raw);
        try {
            for (By by : By.values()) {
                for (Hit hit : papers.search().find(query, by, SearchFilter.NONE, 10).hits()) {
                    assertThat(hit.relevance()).isBetween(0.0, 1.0);
                    assertThat(hit.words()).isBetween(0.0, 1.0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Match match = Matching.of(query).match(new Hit(paper.id(), 1, 1, true, null), paper);
        assertThat(shown(match.highlights().getFirst()))
                .isEqualTo(PaperText.readable(paper.title()));
        String begin = shown(match.highlights().get(1)).replaceFirst("^… ", "");
        assertThat(PaperText.readable(TEXT)).contains(begin.replaceFirst("…$", ""));
        match.words().forEach(word -> assertThat(PaperText.readable(raw)).contains(word));
    }

    private static String shown(Highlight highlight) {
        return highlight.parts().stream().map(Highlight.Part::text).collect(Collectors.joining());
    }
}
