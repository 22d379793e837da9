package org.papertide.text.latex;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.testing.fuzz.Fuzz;

/** Titles and abstracts come from strangers: each becomes text, whatever it holds. */
class LatexFuzzTest {

    static List<byte[]> samples() {
        return Fuzz.texts(
                "$\\mathcal{O}(n^{2} \\log n)$ bounds",
                "Schr\\\"odinger's \\emph{cat} -- 10\\% of {\\it all}",
                "$x_{i}^{2} \\leq \\frac{1}{2}$, \\'{e}t\\'e, na\\\"{\\i}ve, \\ss{}",
                "\\textbf{a \\textit{b $c \\in \\mathbb{R}^n$}} ~ ``quoted''",
                "100% of $5 and {an open brace");
    }

    @Test
    void latexBecomesTextOfBoundedLength() {
        Fuzz.text(samples(), LatexFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.checkText(input, LatexFuzzTest::check);
    }

    private static void check(String input) {
        String text = LatexText.toUnicode(input);
        assertThat(text.length()).isLessThanOrEqualTo(4 * input.length() + 16);
    }
}
