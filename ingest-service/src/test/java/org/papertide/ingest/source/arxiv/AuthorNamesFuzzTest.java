package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.testing.fuzz.Fuzz;

class AuthorNamesFuzzTest {

    static List<byte[]> samples() {
        return Fuzz.texts(
                "A. B, C. D (Univ. of E, F) and G. H",
                "Ada Example and Bo Example and Cy Example",
                "Example, Ada; Example, Bo",
                "(((, and ) and and");
    }

    @Test
    void splitsAnyLineIntoNamesThatAreParts() {
        Fuzz.text(samples(), AuthorNamesFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.checkText(input, AuthorNamesFuzzTest::check);
    }

    private static void check(String input) {
        int length = 0;
        for (String name : AuthorNames.split(input)) {
            assertThat(name).isNotBlank().isEqualTo(name.strip());
            length += name.length();
            AuthorNames.uninverted(name);
        }
        assertThat(length).isLessThanOrEqualTo(input.length());
    }
}
