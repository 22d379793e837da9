package org.papertide.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.MailAddress.Parsed;
import org.papertide.notify.token.TokenKey;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.token.Tokens.Kind;
import org.papertide.notify.token.Tokens.Verified;
import org.papertide.testing.fuzz.Fuzz;
import org.papertide.text.latex.LatexText;

/** Titles, addresses and tokens come from strangers: each is read or refused, whatever it holds. */
class ForeignTextFuzzTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    @Test
    void latexBecomesTextOfBoundedLength() {
        Fuzz.text(
                Fuzz.texts(
                        "$\\mathcal{O}(n^{2} \\log n)$ bounds",
                        "Schr\\\"odinger's \\emph{cat} -- 10\\% of {\\it all}",
                        "$x_{i}^{2} \\leq \\frac{1}{2}$, \\'{e}t\\'e, na\\\"{\\i}ve, \\ss{}",
                        "\\textbf{a \\textit{b $c \\in \\mathbb{R}^n$}} ~ ``quoted''",
                        "100% of $5 and {an open brace"),
                input -> {
                    String text = LatexText.toUnicode(input);
                    assertThat(text.length()).isLessThanOrEqualTo(4 * input.length() + 16);
                });
    }

    @Test
    void anAddressThatIsTakenIsTakenAgainAndHoldsNoLineOrSpace() {
        Fuzz.text(
                Fuzz.texts(
                        "reader@example.org",
                        "first.last+tag@sub.example.co.uk",
                        "leser@b\u00fccher.example",
                        "\u8aad\u8005@\u4f8b\u3048.jp",
                        "a@example.org\r\nBcc: b@example.org",
                        "\"quoted\"@example.org"),
                input -> {
                    if (MailAddress.parse(input) instanceof Parsed.Valid(MailAddress address)) {
                        String value = address.value();
                        assertThat(value.codePoints())
                                .noneMatch(point ->
                                        Character.isISOControl(point)
                                                || Character.isWhitespace(point));
                        assertThat(value.getBytes(StandardCharsets.UTF_8))
                                .hasSizeLessThanOrEqualTo(MailAddress.MAX_OCTETS);
                        assertThat(MailAddress.parse(value)).isEqualTo(new Parsed.Valid(address));
                    }
                });
    }

    @Test
    void onlyWhatWasIssuedIsAToken() {
        TokenKey key = new TokenKey(1, "a secret of this test".getBytes(StandardCharsets.UTF_8));
        Tokens tokens = new Tokens(() -> List.of(key), Clock.fixed(NOW, ZoneOffset.UTC));
        List<byte[]> issued = new ArrayList<>();
        issued.addAll(
                Fuzz.texts(
                        tokens.issue(Kind.UNSUBSCRIBE, 7),
                        tokens.issue(Kind.BOUNCE, Long.MAX_VALUE),
                        tokens.issueReturn(7, Long.MAX_VALUE),
                        tokens.issue(Kind.CONFIRM, 7, NOW.plusSeconds(3_600))));
        Fuzz.text(
                issued,
                input -> {
                    tokens.verifyReturn(input)
                            .ifPresent(returned ->
                                    assertThat(returned.delivery()).isIn(7L, Long.MAX_VALUE));
                    for (Kind kind : Kind.values()) {
                        if (tokens.verify(kind, input) instanceof Verified.Valid(long subject)) {
                            assertThat(subject).isIn(7L, Long.MAX_VALUE);
                        }
                    }
                });
    }
}
