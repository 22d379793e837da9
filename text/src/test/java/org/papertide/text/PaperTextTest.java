package org.papertide.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

class PaperTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "$\\alpha$-stable laws | α-stable laws",
                "M\\\"obius and Erd\\H{o}s | Möbius and Erdős",
                "Poincar\\'{e}, \\v{S}id\\'ak, Fa\\c{c}ade | Poincaré, Šidák, Façade",
                "Na{\\\"\\i}ve {\\'E}tale | Naïve Étale",
                "\\O rsted, \\L{}ukasiewicz and Stra\\ss e | Ørsted, Łukasiewicz and Straße",
                "Sorting in $O(n^2)$ time | Sorting in O(n²) time",
                "$\\mathcal{O}(\\sqrt{n}\\log n)$ | O(√n log n)",
                "$\\ell_1$-norm, $x_{i+1}$, $10^{-3}$, $\\mathbb{R}^d$ | ℓ₁-norm, xᵢ₊₁, 10⁻³, ℝᵈ",
                "$\\pi_{0.5}$: a model | π_0.5: a model",
                "$A_{N}^{q}$ and $p^*$ | A_N^q and p*",
                "$a \\to b$, $32\\times 32$, $\\approx 3$ | a → b, 32×32, ≈ 3",
                "$\\frac{1}{2}$ and $\\frac{a+b}{c}$ | 1/2 and (a+b)/c",
                "$\\hat{x}$ and $\\widehat{xyz}$ | x̂ and xyz",
                "$x_\\text{max}$ and $\\text{F}_1$ | x_max and F₁",
                "\\emph{Very} \\textbf{bold} {\\it move} | Very bold move",
                "100\\% of R\\&D --- pages 3--5 | 100% of R&D — pages 3–5",
                "``Attention'' is all | “Attention” is all",
                "Fig.~1 by A.~Bell | Fig. 1 by A. Bell",
                "see \\href{https://x.org}{here} and \\url{https://y.org/a_b} | see here and https://y.org/a_b",
                "as shown \\cite{foo} before | as shown before",
                "{BERT} and {GPT-4} | BERT and GPT-4",
                "\\(x^2\\) and \\[y_0\\] | x² and y₀",
                "a gain of $\\Delta$4.1 at $\\bm\\pi_0$ | a gain of Δ4.1 at π₀",
                "90$^\\circ$ turns | 90° turns",
                "$\\mathop{\\bigl(x\\bigr)}$ | (x)",
            })
    void readsLatex(String latex, String text) {
        assertThat(PaperText.readable(latex)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It costs $5 and $10 a month",
                "from $5-$10",
                "the set {0,1}^n and {a: 1}",
                "snake_case and R^2 in prose",
                "https://github.com/a_b/c~d?x=$y",
                "about ~100 tokens, 10~20 steps",
                "run it with --verbose",
                "a --> b",
                "C:\\Temp",
                "our \\ours model",
                "unclosed {brace and \\textbf",
                "a single $ sign",
                "an end \\",
                "Émile's “naïve” 数学 — ok 👩‍🔬",
            })
    void leavesWhatOnlyLooksLikeLatex(String text) {
        assertThat(PaperText.readable(text)).isEqualTo(text.replace("\\textbf", "").strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u200b\u200d",
                "\u200d",
                "\u2800",
                "\u3164 \u115f\u1160\uffa0",
                "\u0301",
                "\ufe0f",
                "\u200c\u0301 \u2800",
                "$\u2800$",
                "{\\bf \u200d}"
            })
    void isEmptyIfNobodySeesAnythingInIt(String raw) {
        // LaTeX is seen where it stands as it is.
        assertThat(PaperText.isSeen(raw)).isEqualTo(raw.startsWith("$") || raw.startsWith("{"));
        assertThat(PaperText.readable(raw)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "?",
                "\u0915\u093f",
                "\u1112\u1161",
                "\u2801",
                "\u2764\ufe0f",
                "e\u0301"
            })
    void isNotEmptyIfSomethingIsSeen(String raw) {
        assertThat(PaperText.readable(raw)).isNotEmpty();
    }

    /** An id of a DOI may hold what LaTeX means otherwise. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "id:10.1000/a~b",
                "10.1000/a--b",
                "C:\\alpha {x}",
                "$x$",
                "``a'' --- \\'e",
                "price < $5 & 50 %"
            })
    void showsWhatWasTypedAsItWasTyped(String typed) {
        assertThat(PaperText.visible(typed)).isEqualTo(typed);
        assertThat(PaperText.visible(" \u202e" + typed.replace(" ", "\u00a0 \n") + "\u200b "))
                .isEqualTo(typed);
        assertThat(PaperText.visible("\u200b\u2800\u0301")).isEmpty();
    }

    /** What is ASCII takes a shorter way than the same text with a letter more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                " a",
                "a ",
                "a  b",
                "a\tb",
                "a\nb",
                "a\u0000b",
                "a\u007fb",
                "!~",
                "a & b <c>",
                "\"It's\" (50 %)"
            })
    void treatsPlainTextAsAnyOther(String raw) {
        assertThat("é" + PaperText.readable("x" + raw + "x").substring(1))
                .isEqualTo(PaperText.readable("é" + raw + "x"));
        assertThat(PaperText.readable(raw))
                .isEqualTo(PaperText.readable("é " + raw).substring(1).strip());
    }

    @Test
    void dropsWhatForgesLinesOrTurnsTheReadingDirection() {
        String hostile =
                "A\r\nBcc: all@example.org\u0000\u0008 \u202Egnp.exe\u202C \u2066x\u2069 z\u200B\uFEFFw \uE000\uDB80\uDC00!";

        assertThat(PaperText.readable(hostile)).isEqualTo("A Bcc: all@example.org gnp.exe x zw !");
    }

    @Test
    void dropsLoneSurrogatesAndHiddenTags() {
        assertThat(PaperText.readable("a\uD800b \uDC00c \uDB40\uDC41d")).isEqualTo("ab c d");
    }

    @Test
    void limitsMarksOnALetter() {
        assertThat(PaperText.readable("Z" + "\u0337".repeat(50) + "x")).hasSize(6);
    }

    @Test
    void keepsMarkupAsTextForTheTemplateToEscape() {
        assertThat(PaperText.readable("<script>alert(1)</script>"))
                .isEqualTo("<script>alert(1)</script>");
    }

    @Test
    void survivesAnything() {
        for (String part :
                List.of(
                        "{", "}", "$", "\\", "\\frac", "^", "\\sqrt{", "$x", "$$", "\\'", "\\(",
                        "{\\", "``")) {
            String hostile = part.repeat(50_000);
            assertThat(PaperText.readable(hostile).length()).isLessThanOrEqualTo(hostile.length());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "$",
                "$x",
                "$$",
                "\\",
                "^",
                "\\'",
                "\\(",
                "\\[",
                "{\\",
                "``",
                "\\sqrt[",
                "\\sqrt{",
                "\\frac",
                "\\hat",
                "\\a{",
                "\\text{$",
                "http://",
                "--",
                "~a",
                " ",
                "\u0301\u0323",
                "\u1112\u1161\u11ab",
                "\u202e",
            })
    void takesTimeInProportionToTheText(String part) {
        Growth.assertLinear(4_000, n -> "a" + part.repeat(n), PaperText::readable);
    }

    @Test
    void cutsAtAWordAndNeverWithinACharacter() {
        assertThat(PaperText.cut("Attention is all you need", 19)).isEqualTo("Attention is all…");
        assertThat(PaperText.cut("short", 19)).isEqualTo("short");
        assertThat(PaperText.cut("x".repeat(100_000), 300)).hasSize(300);
        assertThat(PaperText.cut("ab😀😀", 4)).isEqualTo("ab…");
        assertThat(PaperText.cut("a👩‍🔬bcd", 5)).isEqualTo("a…");
        assertThat(PaperText.cut("ab🇩🇪🇯🇵", 7)).isEqualTo("ab🇩🇪…");
        assertThat(PaperText.cut("ab🇩🇪🇯🇵", 6)).isEqualTo("ab…");
        assertThat(PaperText.cut("नमस्ते", 4)).isEqualTo("नम…");
        assertThat(PaperText.cut("Việt Nam", 4)).isEqualTo("Việ…");
    }

    @Test
    void knowsWhatNobodySeesInAWord() {
        assertThat(PaperText.withoutIgnorable("a\u200cb\u200dc\u034fd\u3164e\udb40\udd00"))
                .isEqualTo("abcde");
        for (String text : List.of("e\u0301", "\u0e33", "\ud83e\udd93", "\u093f", "abc")) {
            assertThat(PaperText.withoutIgnorable(text)).isEqualTo(text);
        }
    }

    @Test
    void cutsAtTheEndOfASentence() {
        String text =
                "We read what changed, as Marsh et al. Did before us. It takes a ninth of the cost, e.g."
                        + " On tides. And then it goes on for much longer than anybody reads.";

        assertThat(PaperText.cutAtSentence(text, 500)).isEqualTo(text);
        assertThat(PaperText.cutAtSentence(text, 120))
                .isEqualTo(
                        "We read what changed, as Marsh et al. Did before us. It takes a ninth of the"
                                + " cost, e.g. On tides. …");
        assertThat(PaperText.cutAtSentence(text, 80))
                .isEqualTo("We read what changed, as Marsh et al. Did before us. …");
    }

    @Test
    void cutsAtASentenceWhatWasCutWithinOneBefore() {
        assertThat(PaperText.cutAtSentence("One sentence here. Another that was…", 600))
                .isEqualTo("One sentence here. …");
        assertThat(PaperText.cutAtSentence("A very long sentence that was cut before its…", 600))
                .isEqualTo("A very long sentence that was cut before its…");
    }

    @Test
    void cutsAWordWhereNoSentenceEnds() {
        String text = "word ".repeat(100).strip();
        assertThat(PaperText.cutAtSentence(text, 50)).isEqualTo(PaperText.cut(text, 50));
    }
}
