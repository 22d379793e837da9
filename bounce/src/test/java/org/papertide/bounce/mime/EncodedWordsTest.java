package org.papertide.bounce.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordsTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    =?utf-8?Q?caf=C3=A9?=,                          café
                    =?UTF-8?b?Y2Fmw6k=?=,                           café
                    =?iso-8859-1*fr?q?caf=E9_noir?=,                café noir
                    a =?utf-8?Q?b?= c,                              a b c
                    '=?utf-8?Q?a?=  =?utf-8?Q?b?=',                 ab
                    =?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=,             café
                    =?no-such-set?Q?caf=C3=A9?=,                    café
                    =?utf-8?Q?what??=,                              what?
                    =?x =?utf-8?Q?b?=,                              =?x b
                    """)
    void decodesWhatWritersWrite(String text, String decoded) {
        assertThat(EncodedWords.decode(text)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "=?",
                "=?utf-8",
                "=?utf-8?Q",
                "=?utf-8?Q?",
                "=?utf-8?Q?a",
                "=?utf-8?X?a?=",
                "=? ?Q?a?=",
                "=??Q?a?="
            })
    void leavesTheRestAsItIs(String text) {
        assertThat(EncodedWords.decode(text)).isEqualTo(text);
    }

    @Test
    void aWordOfManyPagesIsNone() {
        String word = "=?utf-8?Q?" + "a".repeat(1_000) + "?=";

        assertThat(EncodedWords.decode(word)).isEqualTo(word);
        assertThat(EncodedWords.decode(word.replaceFirst("a", ""))).hasSize(999);
    }
}
