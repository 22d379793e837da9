package org.papertide.local.mailcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

    @ParameterizedTest
    @CsvSource({
        "Example.ORG., example.org",
        "straße.example, xn--strae-oqa.example",
        "ΒΌΛΟΣ.example, xn--nxasmq6b.example",
        "ｓｔｒａßｅ．example, xn--strae-oqa.example",
        "نامه\u200cای.example, xn--mgba3gch31f060k.example"
    })
    void isTheDomainThatMailsGoTo(String written, String ascii) {
        assertThat(DomainName.parse(written).value()).isEqualTo(ascii);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xn--example.org", "xn--99zzzzzz.org", "a\u200db.org", "a_b.org"})
    void isNoNameThatEncodesNothing(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainName.parse(written))
                .withMessageStartingWith("must be a domain such as example.org, not ");
    }
}
