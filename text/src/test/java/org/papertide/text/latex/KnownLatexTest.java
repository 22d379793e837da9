package org.papertide.text.latex;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.KnownCases;

/** Titles and names of real papers, each with the forms that a reader would take for right. */
@EnabledIf(
        value = "org.papertide.testing.KnownCases#arePresent",
        disabledReason = "known cases do not lie beside the checkout")
class KnownLatexTest {

    @ParameterizedTest
    @ValueSource(strings = {"60-latex.tsv", "61-latex-spaces.tsv"})
    void isReadAsAReaderWould(String name) {
        List<List<String>> rows = KnownCases.rows(name);
        assertThat(rows).hasSizeGreaterThan(80);
        assertThat(rows)
                .filteredOn(row -> row.size() > 1)
                .allSatisfy(row ->
                        assertThat(row.subList(1, row.size()).stream().map(KnownLatexTest::nfc))
                                .as(row.getFirst())
                                .contains(nfc(LatexText.toUnicode(row.getFirst())).strip()));
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
