package org.papertide.text.latex;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

class LatexTextTest {

    /** Accents by their command, as combining characters: signs first, then words. */
    private static final Map<String, String> SIGNS =
            Map.of(
                    "`", "\u0300", "'", "\u0301", "^", "\u0302", "~", "\u0303", "=", "\u0304", ".",
                    "\u0307", "\"", "\u0308");

    private static final Map<String, String> WORDS =
            Map.of(
                    "u", "\u0306", "h", "\u0309", "r", "\u030A", "H", "\u030B", "v", "\u030C", "d",
                    "\u0323", "c", "\u0327", "k", "\u0328", "b", "\u0331");

    private static String read(String latex) {
        return Normalizer.normalize(LatexText.toUnicode(latex), Normalizer.Form.NFC);
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    @Test
    void readsAnAccentInEveryWayThatItIsWritten() {
        for (char letter : "aeiouAEIOUcnszyCNSZ".toCharArray()) {
            SIGNS.forEach((sign, mark) -> {
                String expected = "x" + nfc(letter + mark) + "x";
                for (String way :
                        List.of("\\%s%s", "\\%s{%s}", "{\\%s%s}", "{\\%s{%s}}", "\\%s %s")) {
                    String latex = "x" + way.formatted(sign, letter) + "x";
                    assertThat(read(latex)).as(latex).isEqualTo(expected);
                }
            });
            WORDS.forEach((word, mark) -> {
                String expected = "x" + nfc(letter + mark) + "x";
                for (String way :
                        List.of("\\%s %s", "\\%s{%s}", "{\\%s %s}", "{\\%s{%s}}", "\\%s {%s}")) {
                    String latex = "x" + way.formatted(word, letter) + "x";
                    assertThat(read(latex)).as(latex).isEqualTo(expected);
                }
            });
        }
    }

    @Test
    void stacksAccentsOutwards() {
        SIGNS.forEach((outer, outerMark) ->
                SIGNS.forEach((inner, innerMark) -> {
                    String expected = nfc("e" + innerMark + outerMark);
                    for (String way : List.of("\\%s{\\%s{e}}", "\\%s{\\%se}", "{\\%s{\\%s{e}}}")) {
                        String latex = way.formatted(outer, inner);
                        assertThat(read(latex)).as(latex).isEqualTo(expected);
                    }
                }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "Garc\\'\\i a, Rodr\\'\\i guez | García, Rodríguez",
                "Garc\\'{\\i}a, na\\\"\\i{}ve | García, naïve",
                "Mich\\l owski and \\O rsted | Michłowski and Ørsted",
                "\\AA ngstr\\\"om | Ångström",
            })
    void takesTheSpaceAfterACommandForItsEnd(String latex, String text) {
        assertThat(read(latex)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\tilde#O(n)", "\\hat#x", "\\bar#p", "\\vec#v", "\\mathbb#R", "\\mathcal#O",
                        "\\sqrt#2",
                "\\sqrt#n", "x^#2", "x_#1", "\\mathrm#d", "\\dot#M", "\\not#=", "\\text#a",
            })
    void takesTheSpaceBeforeAnArgumentForNone(String pattern) {
        String argument = pattern.substring(pattern.indexOf('#') + 1, pattern.indexOf('#') + 2);
        String spaced = "$" + pattern.replace('#', ' ') + "$";
        String grouped = "$" + pattern.replace("#" + argument, "{" + argument + "}") + "$";
        assertThat(read(spaced)).isEqualTo(read(grouped));
        assertThat(read(spaced)).doesNotContain(" ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "10\\textsuperscript{6} cells | 10⁶ cells",
                "H\\textsubscript{2}O | H₂O",
                "the 5\\textsuperscript{th} day | the 5ᵗʰ day",
                "$\\frac 1 2$ and $\\frac12$ | 1/2 and 1/2",
                "$\\binom{n}{k}$ and $\\stackrel{def}{=}$ | C(n,k) and =",
                "$\\operatorname*{argmin}$ | argmin",
                "$\\geq 3$, $n\\geq 3$ and $n \\geq 3$ | ≥ 3, n≥3 and n ≥ 3",
                "$M_\\odot$, $L^\\infty$ | M_⊙, L^∞",
                "$R(D^{(*)})$ | R(D^(*))",
                "$2^{2^n}$ | 2^(2ⁿ)",
                "\\texorpdfstring{$\\mathbb{Z}_2$}{Z2} symmetry | ℤ₂ symmetry",
                "\\texorpdfstring {$L^p$} {Lp} bounds | Lᵖ bounds",
                "$\\deg(f)=3$ and $\\deg f$ | deg(f)=3 and deg f",
                "$a+\\deg f$, $\\deg\\phi$ | a+deg f, deg φ",
                "by $90\\deg$, 45 \\deg, 10$\\deg$ | by 90°, 45 °, 10°",
                "by $45^\\deg$, $45^{\\deg}$ and $(90\\pm5)\\deg$ | by 45°, 45° and (90±5)°",
                "a 1 $\\deg$ field, 10{\\deg} | a 1 ° field, 10°",
                "a\\hspace*{1em}b\\vspace*{2mm} c\\tag*{1} | ab c",
                "$\\nabla \\cdot B$ | ∇ · B",
                "{C\\,{\\sc iv}} and \\ion{Fe}{ii} | C iv and Fe ii",
                "the sets {a, b} and {x: {y}} | the sets {a, b} and {x: y}",
            })
    void readsScriptsAndBracketsAsAReaderWould(String latex, String text) {
        assertThat(read(latex)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bolboac{\\ba}", "{\\nosuch}", "a {\\'} b", "{\\my }", "x{\\q}y{\\q}"})
    void leavesACommandInBracesThatItDoesNotKnowAsItIs(String latex) {
        assertThat(read(latex)).isEqualTo(latex);
    }

    @Test
    void leavesPlainTextAlone() {
        Random random = new Random(11);
        String signs = "abc XYZ 012 ,.;:!?()[]<>/+*=&#%@éß数";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            assertThat(LatexText.toUnicode(text.toString())).isEqualTo(text.toString());
        }
    }

    @Test
    void neverFailsAndNeverGrowsMuch() {
        List<String> parts =
                List.of(
                        "\\",
                        "{",
                        "}",
                        "$",
                        "$$",
                        "^",
                        "_",
                        "~",
                        "`",
                        "'",
                        "-",
                        " ",
                        "a",
                        "7",
                        "\\frac",
                        "\\sqrt",
                        "[",
                        "]",
                        "\\'",
                        "\\v",
                        "\\i",
                        "\\text",
                        "\\left.",
                        "\\(",
                        "\\)",
                        "\\[",
                        "\\]",
                        "\\begin",
                        "\\href",
                        "\\unknown",
                        "\\mathbb",
                        "http://",
                        "\ud83d\ude00",
                        "\u0301",
                        "é");
        Random random = new Random(13);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            String latex = text.toString();
            assertThat(LatexText.toUnicode(latex).length())
                    .as(latex)
                    .isLessThanOrEqualTo(3 * latex.length() + 10);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\' ",
                "\\v ",
                "\\sqrt [",
                "\\hat \\hat ",
                "\\textsuperscript",
                "\\'\\a{}",
                "x^ ",
                "{\\,",
                "\\ion{",
            })
    void takesTimeInProportionToTheText(String part) {
        Growth.assertLinear(4_000, n -> "a" + part.repeat(n), LatexText::toUnicode);
        Growth.assertLinear(
                4_000, n -> part + " ".repeat(n) + "{}".repeat(n), LatexText::toUnicode);
    }
}
