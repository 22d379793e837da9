package org.papertide.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {

    private static boolean finds(String wanted, String author) {
        PersonName own = new PersonName(author);
        PersonName name = new PersonName(wanted);
        boolean found = name.finds(own);
        assertThat(name.mayFind(own.words()::contains) || !found)
                .as("%s may be %s", author, wanted)
                .isTrue();
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Andrew M. Saxe | Andrew Saxe",
                "Andrew M. Saxe | A. Saxe",
                "Andrew M. Saxe | Saxe, Andrew M.",
                "Andrew Saxe | Andrew M. Saxe",
                "A. Saxe | Andrew Saxe",
                "A. M. Saxe | Andrew Saxe",
                "Saxe | Saxe A.M.",
                "Andrew Saxe | Andrew S.",
                "J.R.R. Tolkien | John Ronald Reuel Tolkien",
                "jean luc | Jean-Luc d'Ormesson",
                "van den Berg | Ludwig van den Berg",
                "Berg, L. | Ludwig van den Berg",
                "Tomas O'Dowd | Tomás O’Dowd",
                "Tomas O Dowd | Tomás O'Dowd",
                "ODowd | Tomás O'Dowd",
                "Tomas O'Dowd | Tomás O.",
                "Lukasz Kaiser | Łukasz Kaiser",
                "Aliyev | Əli Əliyev",
                "Yang Yang | Yang Y.",
                "L. Li | Li Lei",
                "L. Li | Li Li",
                "山田 | 山田 太郎",
                "김철수 | 김 철수",
                "김 | 김 철수",
            })
    void findsWhomeverTheNameIsOf(String wanted, String author) {
        assertThat(finds(wanted, author)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A. | Ada Ebb",
                "A. B. | A. B.",
                "B. Saxe | Andrew Saxe",
                "L. Li | Wei Li",
                "L. Li | Li",
                "Saxe | S. Li",
                "Andrew Saxe | A. S.",
                "Yang Yang | Yang",
                "Yang Yang | Y. Y.",
                "Andrew Saxe | Andrew Ng",
                "山田太郎 | 山本太郎",
                "!!! | Ada Ebb",
                "O'Dowd, A. | Tomás O'Dowd",
                "Oscar Dowd | Tomás O'Dowd",
            })
    void findsNobodyElse(String wanted, String author) {
        assertThat(finds(wanted, author)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Li", "A. Saxe", "Ø. Ås", "王", "김", "О. Ли", "O'Dowd"})
    void takesNamesForNames(String text) {
        assertThat(PersonName.isName(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A.", "A. M.", "J.-P.", "É.", "Я.", "A B", "7", "", "&"})
    void takesInitialsForNobodysName(String text) {
        assertThat(PersonName.isName(text)).isFalse();
    }

    /** However its letters are written. */
    @Test
    void takesAnInitialWithAnAccentApartForOne() {
        assertThat(PersonName.isName("E\u0301.")).isFalse();
    }
}
