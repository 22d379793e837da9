package org.papertide.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
        assertThat(mail.words()).isEqualTo("550 5.1.1 User unknown");
        assertThat(mail.sentTo()).containsExactly("b+token@bounces.example.org");
        assertThat(mail.sentFrom()).containsExactly("b+token@bounces.example.org");
    }

    /** An alias or a list whose mail somebody gets is no address to give up. */
    @Test
    void whoSharesAReportWithOneWhoGotTheMailIsNotCondemned() throws IOException {
        String relayed = "Final-Recipient: rfc822; a@example.net\nAction: relayed\nStatus: 2.1.5\n";
        String failed = "Final-Recipient: rfc822; b@example.net\nAction: failed\nStatus: 5.1.1\n";
        String alias = "Original-Recipient: rfc822; list@example.net\n";

        assertThat(report(relayed + "\n" + failed, "list@example.net").kind()).isEqualTo(Kind.SOFT);
        assertThat(report(alias + relayed + "\n" + alias + failed, "list@example.net").kind())
                .isEqualTo(Kind.SOFT);
        assertThat(report(failed + "\n" + relayed, "b@example.net").kind()).isEqualTo(Kind.HARD);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    rfc822; jane+2Bx@example.net,           jane+x@example.net,  jane+x@example.net
                    rfc822; jane+2Bx@example.net,           jane@example.net,    jane+2Bx@example.net
                    rfc822; jane+40example.net,             jane@example.net,    jane@example.net
                    'utf-8; j\\x{FC}rgen@example.net',       j@example.net,       jürgen@example.net
                    'utf-8; j\\x{110000}rgen@example.net',   j@example.net,       x{110000}rgen@example.net
                    """)
    void namesTheRecipientAsTheSenderWroteIt(String original, String last, String recipient)
            throws IOException {
        String report =
                """
                Original-Recipient: %s
                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1
                """
                        .formatted(original, last);

        assertThat(report(report, "a@example.org").recipient()).isEqualTo(recipient);
    }

    /** All that is given may end up on a terminal. */
    @ParameterizedTest
    @ValueSource(ints = {0, 7, 0x1b, 0x7f, 0x9b, 0x202e, 0x2028, 0x2066, 0xfeff})
    void givesNothingThatControlsATerminal(int control) throws IOException {
        String mark = Character.toString(control);
        String address = "\"" + mark + "[2J\"@example.net";
        List<ReturnedMail> mails =
                List.of(
                        report("Final-Recipient: rfc822; " + address + "\nStatus: 5.1.1", "a@b.c"),
                        report(
                                "Final-Recipient: rfc822; a@b.c\nStatus: 5.9.9\n"
                                        + "Diagnostic-Code: smtp; 550 a"
                                        + mark
                                        + "[2J",
                                "a@b.c"),
                        read(
                                "Return-Path: <>\nFrom: MAILER-DAEMON@a.example\nTo: "
                                        + address
                                        + "\nSubject: failure\n\n"
                                        + address
                                        + ": user unknown"));

        assertThat(mails).allSatisfy(mail -> assertThat(mail.toString()).doesNotContain(mark));
    }

    private static ReturnedMail report(String recipients, String to) throws IOException {
        return read(
                """
                Return-Path: <>
                From: MAILER-DAEMON@mx.example.net
                Subject: Report
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.org

                %s
                --b
                Content-Type: message/rfc822

                From: digest@example.org
                To: %s

                Papers.
                --b--
                """
                        .formatted(recipients, to));
    }

    /** Neither its subject nor a code of theirs makes it a failure, wherever the words stand. */
    @Test
    void whatIsTriedAgainIsADelay() throws IOException {
        String notice =
                """
                Return-Path: <>
                From: MAILER-DAEMON@mx.example.net
                Subject: Mail delivery failed

                <reader@example.net>: host said: 550 5.1.1 User unknown
                """;

        assertThat(read(notice).kind()).isEqualTo(Kind.HARD);
        assertThat(
                        read(notice
                                        + "This is a temporary problem, we will try again"
                                        + " for 3 days, you do not need to resend.\n")
                                .kind())
                .isEqualTo(Kind.DELAYED);
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
