package org.papertide.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.notify.subscription.MailAddress.Parsed;
import org.papertide.testing.fuzz.Fuzz;

/** Anybody can type an address: it is taken or refused, whatever it holds. */
class MailAddressFuzzTest {

    static List<byte[]> samples() {
        return Fuzz.texts(
                "reader@example.org",
                "first.last+tag@sub.example.co.uk",
                "leser@b\u00fccher.example",
                "\u8aad\u8005@\u4f8b\u3048.jp",
                "a@example.org\r\nBcc: b@example.org",
                "\"quoted\"@example.org");
    }

    @Test
    void anAddressThatIsTakenIsTakenAgainAndHoldsNoLineOrSpace() {
        Fuzz.text(samples(), MailAddressFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.checkText(input, MailAddressFuzzTest::check);
    }

    private static void check(String input) {
        if (MailAddress.parse(input) instanceof Parsed.Valid(MailAddress address)) {
            String value = address.value();
            assertThat(value.codePoints())
                    .noneMatch(point ->
                            Character.isISOControl(point) || Character.isWhitespace(point));
            assertThat(value.getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThanOrEqualTo(MailAddress.MAX_OCTETS);
            assertThat(MailAddress.parse(value)).isEqualTo(new Parsed.Valid(address));
        }
    }
}
