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
                "J.R.R. Tolkien | J. Tolkien",
                "Andrew M. Saxe | Andrew Michael K. Saxe",
                "Y. J. Lee | Y. Lee",
                "J. de la Cruz | Juan de la Cruz",
                "J. van Dijk | van Dijk",
                "van Dijk, J. | Van D., Jan",
                "H1 Collaboration | H1 Collaboration",
                "H1 | H1 Collaboration",
                "jean luc | Jean-Luc d'Ormesson",
                "van den Berg | Ludwig van den Berg",
                "Berg, L. | Ludwig van den Berg",
                "Tomas O'Dowd | Tomás O’Dowd",
                "Tomas O Dowd | Tomás O'Dowd",
                "ODowd | Tomás O'Dowd",
                "Dowd | Tomás O'Dowd",
                "T. Dowd | Tomás O'Dowd",
                "Ormesson | Jean d’Ormesson",
                "J. Ormesson | Jean d'Ormesson",
                "Marti | Gal·la Martí",
                "Galla | Gal·la Martí",
                "Tomas O'Dowd | Tomás O.",
                "Lukasz Kaiser | Łukasz Kaiser",
                "Aliyev | Əli Əliyev",
                "Yang Yang | Yang Y.",
                "L. Li | Li Lei",
                "L. Li | Li Li",
                "山田 | 山田 太郎",
                "김철수 | 김 철수",
                "김 | 김 철수",
                "马克思 | 卡尔·马克思",
                "卡尔马克思 | 卡尔·马克思",
                "マルクス | カール・マルクス",
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
                "Andrew M. Saxe | Andrew K. Saxe",
                "Andrew M. Saxe | A. Karl Saxe",
                "J. de la Cruz | Pedro de la Cruz",
                "J. van Dijk | Hung Van D.",
                "Y. J. Lee | Hyun Y. Lee",
                "Y. J. Lee | J. Lee",
                "山田太郎 | 山本太郎",
                "!!! | Ada Ebb",
                "太郎 | 山田太郎",
                "O'Dowd, A. | Tomás O'Dowd",
                "A. Dowd | Tomás O'Dowd",
                "Oscar M. Dowd | Tomás O'Dowd",
                "Oscar Dowd | Tomás O'Dowd",
            })
    void findsNobodyElse(String wanted, String author) {
        assertThat(finds(wanted, author)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Li", "A. Saxe", "Ø. Ås", "王", "김", "О. Ли", "O'Dowd", "H1", "L3", "D0", "A. 2D"
            })
    void takesNamesForNames(String text) {
        assertThat(PersonName.isName(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A.", "A. M.", "J.-P.", "É.", "Я.", "A B", "7", "2024", "A. 7", "", "&"})
    void takesInitialsAndNumbersForNobodysName(String text) {
        assertThat(PersonName.isName(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"A., true", "J.-P., true", "A B, true", "A. 7, false", "2024, false", "&, false"})
    void knowsInitials(String text, boolean initials) {
        assertThat(PersonName.isOfInitials(text)).isEqualTo(initials);
    }

    @ParameterizedTest
    @CsvSource({
        "Andrew M. Saxe, true",
        "J. de la Cruz, true",
        "Y. J. Lee, true",
        "A. Saxe, false",
        "Andrew Saxe, false",
    })
    void knowsWhichInitialsASearchDoesNotAsk(String wanted, boolean more) {
        assertThat(new PersonName(wanted).asksMoreInitialsThanSearch()).isEqualTo(more);
    }

    /** However its letters are written. */
    @Test
    void takesAnInitialWithAnAccentApartForOne() {
        assertThat(PersonName.isName("E\u0301.")).isFalse();
    }
}
