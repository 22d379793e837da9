package org.papertide.bounce.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ibm.icu.text.IDNA;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiDomainTest {

    private static final IDNA UNICODE = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_UNICODE);

    private static final String[] LETTERS = {
        "abcxyzABCXYZ",
        "0189-",
        "äßöÄẞéÉ",
        "αβγσςΑΒΓΣάΆ",
        "жЖёЁ",
        "אבג",
        "ابت",
        "कि्ष",
        "例え字",
        "ａＺ１",
        "\u0301\u200c\u200d",
        "xn--",
        "☃",
        "ﬁǆ",
        "..。"
    };

    @ParameterizedTest
    @CsvSource({
        "Example.ORG, example.org",
        "βόλος.com, xn--nxasmm1c.com",
        "βόλοσ.com, xn--nxasmq6b.com",
        "ΒΌΛΟΣ.com, xn--nxasmq6b.com",
        "faß.de, xn--fa-hia.de",
        "FAẞ.de, xn--fa-hia.de",
        "ｓｔｒａßｅ.de, xn--strae-oqa.de",
        "ｅｘａｍｐｌｅ．ｏｒｇ, example.org",
        "XN--FA-HIA.de, xn--fa-hia.de",
        "例え。jp, xn--r8jz45g.jp",
        "r3---sn-1.example.org, r3---sn-1.example.org",
        "نامه\u200cای.com, xn--mgba3gch31f060k.com"
    })
    void isTheFormThatRegistriesHave(String domain, String ascii) {
        assertThat(AsciiDomain.of(domain)).isEqualTo(ascii);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--example.org",
                "xn--abc-.org",
                "xn--99zzzzzz.org",
                "mail.xn--faß.de",
                "xn--bcher-kva-.de",
                "xn--hello-world.org"
            })
    void refusesALabelThatEncodesNothing(String domain) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AsciiDomain.of(domain))
                .withMessage("what follows xn-- encodes no name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\u200db.org", "ß .org", "a_b.org", "℀.org", "-a.org", "a..org", "אa.org"})
    void refusesWhatIsNoDomain(String domain) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AsciiDomain.of(domain))
                .withMessage("it is not a domain");
    }

    @Test
    void isOneFormWhicheverFormItIsMadeFrom() {
        Random random = new Random(1);
        int made = 0;
        for (int round = 0; round < 50_000; round++) {
            String domain = invented(random);
            Optional<String> ascii = ascii(domain);
            if (ascii.isEmpty()) {
                continue;
            }
            made++;
            String name = ascii.get();
            StringBuilder unicode = new StringBuilder();
            UNICODE.nameToUnicode(name, unicode, new IDNA.Info());
            assertThat(name).as(domain).matches("[a-z0-9.-]*");
            assertThat(ascii(name)).as(domain).contains(name);
            assertThat(ascii(unicode.toString())).as(domain).contains(name);
            assertThat(ascii(small(domain))).as(domain).contains(name);
        }
        assertThat(made).isGreaterThan(5_000);
    }

    private static Optional<String> ascii(String domain) {
        try {
            return Optional.of(AsciiDomain.of(domain));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Letter by letter: the place of a letter changes nothing. */
    private static String small(String domain) {
        return domain.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String invented(Random random) {
        StringBuilder domain = new StringBuilder();
        String letters = LETTERS[random.nextInt(LETTERS.length)];
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            String from =
                    random.nextInt(4) == 0 ? LETTERS[random.nextInt(LETTERS.length)] : letters;
            if (from.equals("xn--")) {
                domain.append(from);
            } else {
                domain.append(from.charAt(random.nextInt(from.length())));
            }
        }
        return domain.append(".org").toString();
    }
}
