package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Growth;

class ArxivPapersTest {

    @Test
    void findsTheOneRepositoryThatIsNamed() {
        assertThat(ArxivPapers.findRepository(null, "Code: GitHub.com/tides/papers.git."))
                .contains("https://github.com/tides/papers");
        assertThat(
                        ArxivPapers.findRepository(
                                "https://www.gitlab.com/a/b", "See gitlab.com/A/B, too"))
                .contains("https://gitlab.com/a/b");
        assertThat(ArxivPapers.findRepository("github.com/a/b", "github.com/a/c")).isEmpty();
        assertThat(ArxivPapers.findRepository("no address", "notgithub.com/a/b")).isEmpty();
    }

    @Test
    void findsARepositoryInTimeInProportionToTheText() {
        for (String unit :
                List.of(
                        "/",
                        "a",
                        "https://",
                        "www.",
                        "github",
                        "github.com/",
                        "github.com/a",
                        "github.com/a/.",
                        "github.com/a/b-",
                        "github.com/a/b ",
                        "http://www.gitlab.com/-/.git ")) {
            Growth.assertLinear(
                    4_000,
                    unit::repeat,
                    text -> {
                        var _ = ArxivPapers.findRepository("/", text);
                    });
        }
        Growth.assertLinear(
                20_000,
                size -> "github.com/a/" + ".".repeat(size),
                text -> {
                    var _ = ArxivPapers.findRepository(text);
                });
    }
}
