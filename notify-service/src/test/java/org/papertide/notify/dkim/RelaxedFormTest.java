package org.papertide.notify.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.testing.Growth;

/** The examples of RFC 6376, 3.4.5, and what they leave out. */
class RelaxedFormTest {

    @Test
    void ofHeaderFields() {
        assertThat(RelaxedForm.header("A", " X")).isEqualTo("a:X");
        assertThat(RelaxedForm.header("B ", " Y\t\r\n\tZ  ")).isEqualTo("b:Y Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' C _D \t E__'|' C_D E_'",
                "'a'|'a_'",
                "'a_'|'a_'",
                "'a___'|'a_'",
                "'_'|''",
                "''|''",
                "'  '|''",
                "' _ _'|''",
                "'__a'|'__a_'",
                "'a_ _b'|'a__b_'",
            })
    void ofBodies(String body, String form) {
        byte[] mail = bytes("X: y\r\n\r\n" + broken(body));
        assertThat(RelaxedForm.body(mail, 8)).isEqualTo(bytes(broken(form)));
    }

    @Test
    void takesTimeInProportion() {
        Growth.assertLinear(
                50_000,
                size -> bytes(" \t\r\n".repeat(size) + "x"),
                mail -> RelaxedForm.body(mail, 0));
    }

    /** An underscore stands for a line break. */
    private static String broken(String text) {
        return text.replace("_", "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
