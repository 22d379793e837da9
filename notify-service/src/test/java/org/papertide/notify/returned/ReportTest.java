package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.bounce.BounceReader;
import org.papertide.bounce.ReturnedMail;
import org.papertide.bounce.ReturnedMail.Kind;

class ReportTest {

    @Test
    void isTheSameWhenItComesAgain() {
        assertThat(Report.of(Kind.HARD, null, "words", "event-1").key())
                .isEqualTo(Report.of(Kind.SOFT, "4.2.2", "other words", "event-1").key())
                .isNotEqualTo(Report.of(Kind.HARD, null, "words", "event-2").key());
    }

    /** "Permanent" is the provider's word; whom the receiver blames is in its reply. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "5.1.1, 550 5.1.1 no such user, HARD",
                "5.0.0, 550 User unknown, HARD",
                "550, User unknown, HARD",
                "none, 550 no, HARD",
                "none, Bounced Address, HARD",
                "none, no reason given, HARD",
                "5.1.1, 550 5.1.1 mailbox is full, SOFT",
                "552, 552 mailbox is full, SOFT",
                "5.2.2, 552 5.2.2 no, SOFT",
                "5.3.0, 554 5.3.0 no, SOFT",
                "4.2.0, 452 4.2.0 no, SOFT",
                "554, 554 no, SOFT",
                "5.7.1, 550 5.7.1 no, POLICY",
                "550, 550 relay not permitted, POLICY",
                "5.1.1, 550 5.1.1 SPF fail - not authorized, POLICY",
            })
    void takesTheMilderOfAProvidersWordAndTheReply(String code, String reason, Kind kind) {
        assertThat(Report.of(Kind.HARD, code, reason, "event").kind()).isEqualTo(kind);
    }

    /** A provider that sends nothing there any more has no reply to judge. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "5.0.0, Bounced Address, none",
                "none, Not delivering to previously bounced address, none",
                "550, mailbox is full, none",
                "5.7.1, Bounced Address, none",
                "5.6.0, Bounced Address, none",
                "5.2.2, Bounced Address, none",
                "4.1.1, Bounced Address, none",
                "5.1.1, Amazon SES has suppressed sending to this address, 5.1.1"
            })
    void takesAnAddressOnAProvidersListForOneThatIsNotThere(
            String code, String reason, String kept) {
        Report report = Report.ofList(code, reason, "event");
        assertThat(report.kind()).isEqualTo(Kind.HARD);
        assertThat(report.code()).isEqualTo(kept);
        assertThat(report.words()).isNull();
        assertThat(report.key()).isEqualTo(Report.of(Kind.HARD, code, reason, "event").key());
    }

    @ParameterizedTest
    @CsvSource({"auth-failure, POLICY", "abuse, COMPLAINT", "fraud, COMPLAINT"})
    void takesAFailedSignatureForNoComplaint(String type, Kind kind) throws IOException {
        byte[] mail =
                """
                From: <reports@receiver.example>
                To: <b+token@bounces.example>
                Subject: Report
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary=b

                --b
                Content-Type: text/plain

                This is a report about a mail.
                --b
                Content-Type: message/feedback-report

                Feedback-Type: %s
                User-Agent: Receiver/1
                Version: 1
                Auth-Failure: dkim

                --b
                Content-Type: message/rfc822

                From: <digest@papertide.example>
                To: <reader@receiver.example>

                papers
                --b--
                """
                        .formatted(type)
                        .getBytes(StandardCharsets.UTF_8);
        ReturnedMail read = new BounceReader().read(new ByteArrayInputStream(mail));
        assertThat(read.kind()).isEqualTo(Kind.COMPLAINT);
        assertThat(Report.of(read, mail).kind()).isEqualTo(kind);
    }

    @Test
    void keepsNoCodeThatIsNone() {
        assertThat(new Report(Kind.HARD, "123456789012", "", null, "k").code())
                .isEqualTo("123456789012");
        assertThat(new Report(Kind.HARD, "1234567890123", "", null, "k").code()).isNull();
        assertThat(new Report(Kind.HARD, null, "", null, "k").code()).isNull();
    }

    /** What is the same of two receivers must have been said. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t"})
    void takesBlankWordsForNone(String words) {
        assertThat(new Report(Kind.SOFT, "4.4.7", "", words, "k").words()).isNull();
        assertThat(Report.of(Kind.SOFT, "4.4.7", words, "event").words()).isNull();
    }

    @Test
    void hasItsReasonInOneLineAndDoesNotShowIt() {
        Report report = new Report(Kind.HARD, "5.1.1", "no\nsuch user ruth", "no\nruth", "k");
        assertThat(report.reason()).isEqualTo("no such user ruth");
        assertThat(report.words()).isEqualTo("no ruth");
        assertThat(report).hasToString("Report[HARD 5.1.1]");
    }
}
