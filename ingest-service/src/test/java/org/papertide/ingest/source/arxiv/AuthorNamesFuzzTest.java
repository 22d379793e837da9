package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.testing.fuzz.Fuzz;

class AuthorNamesFuzzTest {

    @Test
    void splitsAnyLineIntoNamesThatAreParts() {
        Fuzz.text(
                Fuzz.texts(
                        "A. B, C. D (Univ. of E, F) and G. H",
                        "Ada Example and Bo Example and Cy Example",
                        "Example, Ada; Example, Bo",
                        "(((, and ) and and"),
                input -> {
                    int length = 0;
                    for (String name : AuthorNames.split(input)) {
                        assertThat(name).isNotBlank().isEqualTo(name.strip());
                        length += name.length();
                        AuthorNames.uninverted(name);
                    }
                    assertThat(length).isLessThanOrEqualTo(input.length());
                });
    }
}
