package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.smtp.SmtpReply.Phase;

class ReplyClassTest {

    @ParameterizedTest
    @CsvSource({
        "550, 550 5.1.1 no such user, NoSuchMailbox",
        "553, 553 5.1.3 bad syntax, NoSuchMailbox",
        "550, 550 5.1.6 moved, NoSuchMailbox",
        "556, 556 5.1.10 null MX, NoSuchMailbox",
        "550, 550 5.1.2 no such domain, NoSuchDomain",
        "550, 550 5.1.7 bad sender, Policy",
        "550, 550 5.1.8 bad sender, Policy",
        "550, 550 5.1.0 address, HardFailure",
        "550, 550 5.3.0 system, SoftFailure",
        "550, 550 5.4.1 routing, SoftFailure",
        "550, 550 5.0.0 no, SoftFailure",
        "452, 452 too many recipients, Later[countsSoftly=true]",
        "550, 550 5.2.1 disabled, Disabled",
        "552, 552 5.2.2 full, SoftFailure",
        "452, 452 4.2.2 full, Later[countsSoftly=true]",
        "451, 451 4.3.0 try later, Later[countsSoftly=false]",
        "450, 450 try later, Later[countsSoftly=false]",
        "450, 450 greylisted, Greylisted[otherwise=Later[countsSoftly=false]]",
        "450, 450 4.2.0 Greylisted: see postgrey, Greylisted[otherwise=Later[countsSoftly=false]]",
        "451, 451 Graylisting in action, Greylisted[otherwise=Later[countsSoftly=false]]",
        "451, 451 4.7.1 try again later, Greylisted[otherwise=Policy]",
        "450, 450 4.7.1 greylisted, Greylisted[otherwise=Policy]",
        "451, 451 4.7.24 no SPF, Policy",
        "421, 421 4.7.1 greylisted, SlowDown",
        "550, 550 5.7.1 greylisted for ever, Policy",
        "421, 421 too busy, SlowDown",
        "421, 421 4.7.0 try later, SlowDown",
        "421, 421 4.7.28 rate, SlowDown",
        "552, 552 5.2.3 too long, MessageFault",
        "552, 552 5.3.4 too big, MessageFault",
        "554, 554 5.5.2 syntax, MailFault",
        "554, 554 5.6.0 content, MessageFault",
        "553, 553 5.6.7 non-ASCII addresses not permitted, MailFault",
        "550, 550 5.6.8 UTF-8 reply required, MailFault",
        "554, 554 5.6.9 UTF-8 header cannot be transferred, MailFault",
        "550, 550 5.7.1 spam, Policy",
        "554, 554 5.7.26 no DKIM, Policy",
        "550, 550 no, BareRefusal",
        "550, 550 5.1.0 no, HardFailure",
        "554, 554 no, SoftFailure",
        // The first digit decides where the enhanced code contradicts it.
        "450, 450 5.1.1 odd, Later[countsSoftly=false]",
    })
    void readsRepliesToRcpt(int code, String text, String verdict) {
        ReplyClass read = ReplyClass.of(SmtpReply.of(code, text, Phase.RCPT));
        assertThat(read.toString().replace("[]", "")).isEqualTo(verdict);
    }

    /** Codes condemn more than they know; the words blame somebody else. */
    @ParameterizedTest
    @CsvSource({
        "550, 550 relay not permitted, Policy",
        "550, 550 Sender verify failed, Policy",
        "550, 550 Administrative prohibition, Policy",
        "550, 550 5.1.1 rejected: SPF fail - not authorized, Policy",
        "550, 550 5.1.0 Sender rejected, Policy",
        "553, 553 sorry your envelope sender is in my badmailfrom list, Policy",
        "554, 554 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org, Policy",
        "550, 550 Domain example.org has exceeded the max emails per hour (500/500) allowed, SoftFailure",
        "550, 550 5.1.1 mailbox is full, SoftFailure",
        "550, 550 5.1.1 User over quota, SoftFailure",
        "550, 550 mailbox is full, SoftFailure",
        "550, 550 User unknown, HardFailure",
        "550, 550 no such user here, HardFailure",
        "550, 550 5.1.1 User unknown, NoSuchMailbox",
        "550, 550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address, NoSuchMailbox",
        "550, 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup, NoSuchMailbox",
    })
    void hearsWhomTheWordsBlame(int code, String text, String verdict) {
        ReplyClass read = ReplyClass.of(SmtpReply.of(code, text, Phase.RCPT));
        assertThat(read.toString().replace("[]", "")).isEqualTo(verdict);
    }

    @Test
    void blamesNoAddressForARefusalOfTheSender() {
        assertThat(ReplyClass.of(SmtpReply.of(550, "550 no", Phase.MAIL)))
                .isEqualTo(new ReplyClass.Policy());
        assertThat(ReplyClass.of(SmtpReply.of(554, "554 taken for spam", Phase.DATA)))
                .isEqualTo(new ReplyClass.Policy());
    }

    /** The server knows no recipient yet. */
    @ParameterizedTest
    @CsvSource({
        "550 5.2.1 account disabled, Policy",
        "550 5.1.1 no such user, Policy",
        "550 5.1.0 rejected, Policy",
        "554 5.2.0 OutboundSpamException, Policy",
        "554 5.4.6 Unusual sending activity detected, Policy",
        "552 5.2.2 quota exceeded, Policy",
        "554 no, Policy",
        "452 4.2.2 full, Later[countsSoftly=false]",
        "450 4.2.0 greylisted, Greylisted[otherwise=Later[countsSoftly=false]]",
    })
    void blamesNoAddressForWhatIsRefusedAtMail(String text, String verdict) {
        int code = Integer.parseInt(text.substring(0, 3));
        ReplyClass read = ReplyClass.of(SmtpReply.of(code, text, Phase.MAIL));
        assertThat(read.toString().replace("[]", "")).isEqualTo(verdict);
    }

    @Test
    void countsAFullMailboxOnlyWhereTheRecipientIsRefused() {
        assertThat(ReplyClass.of(SmtpReply.of(452, "452 no space", Phase.DATA)))
                .isEqualTo(new ReplyClass.Later(false));
        assertThat(ReplyClass.of(SmtpReply.of(500, "500 no", Phase.RCPT)))
                .isEqualTo(new ReplyClass.SoftFailure());
    }

    @Test
    void blamesTheAddressLessForARefusalAfterTheData() {
        assertThat(ReplyClass.of(SmtpReply.of(550, "550 no", Phase.DATA)))
                .isEqualTo(new ReplyClass.SoftFailure());
    }

    @Test
    void keepsNoAddressAndNoControlCharacterOfAReply() {
        SmtpReply reply =
                SmtpReply.of(550, "550-5.1.1 <a.b@example.org>\r\n550 gone\u0007", Phase.RCPT);
        assertThat(reply.summary()).doesNotContain("example").doesNotContain("\n");
        assertThat(reply.enhanced()).hasToString("Optional[5.1.1]");
    }
}
