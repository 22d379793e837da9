package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.bounce.rule.StatusCode;
import org.papertide.testing.Growth;

class SmtpReplyTest {

    @Test
    void findsTheQueueIdInTheServersWords() {
        assertThat(SmtpReply.queueId("250 2.0.0 Ok: queued as 4F1A2B\r\n")).isEqualTo("4F1A2B");
        assertThat(SmtpReply.queueId("250 OK")).isEqualTo("250 OK");
        assertThat(SmtpReply.queueId("250 " + "x".repeat(200))).hasSize(100);
    }

    @Test
    void keepsNoAddressAndNoControlCharacter() {
        SmtpReply reply =
                SmtpReply.of(
                        550,
                        "550 5.1.1 <reader@example.org>:\r\n unknown " + "x".repeat(300),
                        SmtpReply.Phase.RCPT);
        assertThat(reply.text()).doesNotContain("@").doesNotContain("\n").hasSize(200);
        assertThat(reply.enhanced()).contains(new StatusCode(5, 1, 1));
    }

    /** The queue id is kept with the mail, for as long as the account of mails. */
    @Test
    void keepsNoAddressInAQueueId() {
        assertThat(SmtpReply.queueId("250 2.0.0 <reader@example.org> d3kX8gAA Saved"))
                .isEqualTo("250 2.0.0 … d3kX8gAA Saved");
        assertThat(SmtpReply.queueId("250 2.0.0 reader@example.org queued as 4F1A2B"))
                .isEqualTo("4F1A2B");
        assertThat(SmtpReply.queueId("250 queued as reader@example.org")).doesNotContain("@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "@", "x@", " ", "\n", "5.1.", "queued as ", "grey"})
    void readsRepliesInProportionToTheirLength(String part) {
        Growth.assertLinear(
                8_000,
                size -> part.repeat(size) + "x",
                text -> {
                    SmtpReply reply = SmtpReply.of(550, text, SmtpReply.Phase.DATA);
                    assertThat(reply.text()).hasSizeLessThanOrEqualTo(SmtpReply.MAX_TEXT);
                    assertThat(SmtpReply.isGreylisting(text + SmtpReply.queueId(text))).isFalse();
                });
    }

    @Test
    void readsAnEnhancedCodeBehindALongText() {
        SmtpReply reply =
                SmtpReply.of(550, "550 " + "x".repeat(300) + " 5.1.1", SmtpReply.Phase.RCPT);
        assertThat(reply.enhanced()).contains(new StatusCode(5, 1, 1));
    }

    @Test
    void readsNoEnhancedCodeThatContradictsTheFirstDigit() {
        assertThat(SmtpReply.of(450, "450 5.1.1 odd", SmtpReply.Phase.RCPT).enhanced()).isEmpty();
        assertThat(SmtpReply.of(550, "550 no", SmtpReply.Phase.RCPT).enhanced()).isEmpty();
        assertThat(
                        SmtpReply.of(550, "550 4.1.1 odd, 5.7.26 is meant", SmtpReply.Phase.RCPT)
                                .enhanced())
                .hasToString("Optional[5.7.26]");
    }

    @Test
    void summarizesInOneLineThatBeginsWithTheCode() {
        assertThat(SmtpReply.of(550, "550 5.1.1 no", SmtpReply.Phase.RCPT).summary())
                .isEqualTo("550 5.1.1 no");
        assertThat(SmtpReply.of(550, "no", SmtpReply.Phase.RCPT).summary()).isEqualTo("550 no");
    }

    @Test
    void cutsLongLinesOnly() {
        assertThat(SmtpReply.cut("x".repeat(200))).hasSize(200);
        assertThat(SmtpReply.cut("x".repeat(201))).hasSize(200);
        assertThat(SmtpReply.queueId("x".repeat(100))).hasSize(100);
        assertThat(SmtpReply.queueId("x".repeat(101))).hasSize(100);
        assertThat(SmtpReply.queueId("queued as " + "x".repeat(101))).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "451 4.7.1 try again later",
                "450 4.2.0 reader: Recipient address rejected: Greylisted, see the site",
                "451 Gray-listed",
                "450 grey list in use"
            })
    void recognisesGreylisting(String text) {
        assertThat(SmtpReply.isGreylisting(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"451 4.7.10 no", "451 14.7.1 no", "451 4.7.0 no", "450 try later", ""})
    void takesNothingElseForGreylisting(String text) {
        assertThat(SmtpReply.isGreylisting(text)).isFalse();
    }
}
