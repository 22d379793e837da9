package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

class SuppressionLineTest {

    @ParameterizedTest
    @CsvSource({
        "2026-05-04T08:00:00Z, 2026-05-04T08:00:00Z",
        "' 2026-05-04T08:00:00Z ', 2026-05-04T08:00:00Z",
        "1777881600, 2026-05-04T08:00:00Z",
        "2026-05-04, 2026-05-04T00:00:00Z",
        "2026-05-04 08:00, 2026-05-04T08:00:00Z",
        "2026-05-04 08:00:00, 2026-05-04T08:00:00Z",
        "2026-05-04 08:00:00.250, 2026-05-04T08:00:00.250Z",
        "2026-05-04T08:00:00, 2026-05-04T08:00:00Z",
        "2026-05-04 08:00:00 UTC, 2026-05-04T08:00:00Z",
        "2026-05-04 10:00:00 +02:00, 2026-05-04T08:00:00Z",
        "2026-05-04 10:00:00+02:00, 2026-05-04T08:00:00Z",
        "1000000000, 2001-09-09T01:46:40Z"
    })
    void readsInstantsAndSecondsSince1970(String text, Instant at) {
        assertThat(SuppressionLine.of("a@example.org", null, text).at()).isEqualTo(at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-05",
                "2026-13-04",
                "04/05/2026",
                "0999999999",
                "999999999",
                "17778816001234"
            })
    void takesAnAddressWhoseTimeIsNone(String text) {
        SuppressionLine line = SuppressionLine.of("a@example.org", "why", text);

        assertThat(line.name()).isEqualTo("a@example.org");
        assertThat(line.reason()).isEqualTo("why");
        assertThat(line.at()).isNull();
        assertThat(line.unread())
                .contains("neither an instant such as")
                .endsWith("The address is suppressed from now on.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void needsANameAndNothingElse(String blank) {
        assertThatThrownBy(() -> SuppressionLine.of(blank, "why", null))
                .isInstanceOf(UnreadableLineException.class)
                .hasMessage("There is no address.");
        assertThatThrownBy(() -> SuppressionLine.of(null, "why", null))
                .isInstanceOf(UnreadableLineException.class);
        assertThat(SuppressionLine.of("a@example.org", blank, blank))
                .isEqualTo(new SuppressionLine("a@example.org", null, null));
    }

    @Test
    void keepsReasonsInOneLineOfALimitedLength() {
        assertThat(new SuppressionLine("a", " one\r\ntwo\u0000 ", null).reason())
                .isEqualTo("one two");
        assertThat(SuppressionLine.inOneLine("x".repeat(500))).hasSize(500);
        assertThat(SuppressionLine.inOneLine("x".repeat(501))).hasSize(500);
    }

    /** What is left of them is nothing, and who takes the line says then where it comes from. */
    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u0000", "\u0007 \u001b", "\r\n"})
    void takesWhatHasNoWordsForNoReason(String reason) {
        assertThat(new SuppressionLine("a", reason, null).reason()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 The email account <x@gmail.com> does not exist,"
                + " 550 5.1.1 The email account … does not exist",
        "mx.gmail.com has no x.y here, mx.… has no … here",
        "X.Y at GMAIL.com is full, … at … is full",
        "other@example.org asked, … asked"
    })
    void keepsNoAddressInAReason(String said, String kept) {
        assertThat(SuppressionLine.of(" x.y@gmail.com ", said, null).reason()).isEqualTo(kept);
    }

    /** What is cut in two is not known for an address any more. */
    @Test
    void keepsNoPartOfAnAddressThatWouldBeCut() {
        String reason = "x".repeat(490) + " somebody@example.org";
        assertThat(new SuppressionLine("a", reason, null).reason())
                .isEqualTo("x".repeat(490) + " …");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x@", "x ", "@", "a@b "})
    void readsALongReasonInProportionToItsLength(String piece) {
        Growth.assertLinear(
                20_000,
                size -> piece.repeat(size / piece.length()),
                reason -> SuppressionLine.of("a@example.org", reason, null));
    }

    @Test
    void showsNoName() {
        assertThat(new SuppressionLine("a@example.org", "why", null))
                .hasToString("SuppressionLine[…]");
    }
}
