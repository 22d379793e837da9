package org.papertide.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreekLettersTest {

    @ParameterizedTest
    @CsvSource({
        "β, beta",
        "Β, beta",
        "𝛽, beta",
        "𝚫, delta",
        "ϕ, phi",
        "ϵ, epsilon",
        "µ, mu",
        "ς, sigma"
    })
    void namesALetterInAnyForm(String letter, String name) {
        assertThat(GreekLetters.spelledOut(letter)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"beta, beta", "b, b", "λόγος, λόγος", "𝒩, N", "é, é", "й, й", "ｗｉｄｅ, wide"})
    void leavesTheLettersOfOtherWords(String word, String same) {
        assertThat(GreekLetters.spelledOut(word)).isEqualTo(same);
    }
}
