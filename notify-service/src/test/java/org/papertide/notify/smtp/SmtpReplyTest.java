package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
        assertThat(reply.enhanced()).contains(new SmtpReply.Enhanced(5, 1, 1));
    }

    @Test
    void readsAnEnhancedCodeBehindALongText() {
        SmtpReply reply =
                SmtpReply.of(550, "550 " + "x".repeat(300) + " 5.1.1", SmtpReply.Phase.RCPT);
        assertThat(reply.enhanced()).contains(new SmtpReply.Enhanced(5, 1, 1));
    }
}
