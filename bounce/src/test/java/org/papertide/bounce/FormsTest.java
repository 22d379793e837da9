package org.papertide.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms of many servers, and what they quote of others. */
class FormsTest {

    @ParameterizedTest
    @MethodSource("org.papertide.bounce.Form#all")
    void saysWhatAFormIs(Form form) {
        ReturnedMail returned = Form.read(form.mail());

        assertThat(form.kinds()).as(returned.reason()).contains(returned.kind());
        if (!form.code().equals("*")) {
            assertThat(returned.code()).isEqualTo(form.code());
        }
        if (!form.recipient().equals("*")) {
            assertThat(returned.recipient()).isEqualTo(form.recipient());
        }
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatAReplyMeans(String line) {
        String[] told = line.split(" ", 5);

        ReturnedMail returned =
                Form.read(
                        report(told[2], told[3].replace('_', ' '), told[4])
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(Form.kinds(told[0])).as(returned.reason()).contains(returned.kind());
        if (!told[1].equals("*")) {
            assertThat(returned.code()).isEqualTo(told[1]);
        }
        assertThat(returned.recipient()).isEqualTo("reader@example.net");
    }

    static Stream<String> saysWhatAReplyMeans() throws IOException {
        try (InputStream in = FormsTest.class.getResourceAsStream("forms/replies.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    /** What Postfix makes of a reply. */
    private static String report(String status, String command, String reply) {
        return """
        Return-Path: <>
        From: MAILER-DAEMON@out.example.org (Mail Delivery System)
        To: b+token@bounces.example.org
        Subject: Undelivered Mail Returned to Sender
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain; charset=utf-8

        This is the mail system at host out.example.org.

        <reader@example.net>: host mx.example.net[203.0.113.4] said: %s (in reply to %s command)

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; out.example.org

        Final-Recipient: rfc822; reader@example.net
        Action: failed
        Status: %s
        Diagnostic-Code: smtp; %s

        --b--
        """
                .formatted(reply, command, status, reply);
    }
}
