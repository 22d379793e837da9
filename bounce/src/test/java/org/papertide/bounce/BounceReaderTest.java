package org.papertide.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.papertide.bounce.ReturnedMail.Kind;

class BounceReaderTest {

    @Test
    void readsADeliveryReport() throws IOException {
        ReturnedMail mail =
                read(
                        """
                        Return-Path: <>
                        Delivered-To: b+token@bounces.example.org
                        From: MAILER-DAEMON@mx.example.net
                        To: b+token@bounces.example.org
                        Subject: Undelivered Mail Returned to Sender
                        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                        --b
                        Content-Type: text/plain

                        <reader@example.net>: host mx.example.net said: 550 5.1.1 User unknown
                        --b
                        Content-Type: message/delivery-status

                        Reporting-MTA: dns; mx.example.org

                        Final-Recipient: rfc822; reader@example.net
                        Action: failed
                        Status: 5.1.1
                        Diagnostic-Code: smtp; 550 5.1.1 User unknown
                        --b
                        Content-Type: message/rfc822

                        Return-Path: <b+token@bounces.example.org>
                        From: digest@example.org
                        To: reader@example.net
                        Subject: Papertide daily

                        Papers.
                        --b--
                        """);
        assertThat(mail.kind()).isEqualTo(Kind.HARD);
        assertThat(mail.code()).isEqualTo("5.1.1");
        assertThat(mail.recipient()).isEqualTo("reader@example.net");
        assertThat(mail.reason()).isEqualTo("there is no such mailbox");
        assertThat(mail.sentTo()).containsExactly("b+token@bounces.example.org");
        assertThat(mail.sentFrom()).containsExactly("b+token@bounces.example.org");
    }

    @Test
    void anEmptyMailIsUnknown() throws IOException {
        assertThat(read("").kind()).isEqualTo(Kind.UNKNOWN);
    }

    private static ReturnedMail read(String mail) throws IOException {
        return new BounceReader()
                .read(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
    }
}
