package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MailKeyTest {

    private static String key(String mail) {
        return MailKey.of(mail.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isTheSameForAMailThatCameAnotherWay() {
        assertThat(key("Received: by one\r\nMessage-ID: <a@b>\r\n\r\nbody"))
                .isEqualTo(key("Received: by two\nX: y\nMESSAGE-id:\n <a@b>\n\nbody\n"));
    }

    @Test
    void isAnotherForAnotherMail() {
        assertThat(key("Message-ID: <a@b>\n\nbody")).isNotEqualTo(key("Message-ID: <a@c>\n\nbody"));
        assertThat(key("Subject: a\n\nbody")).isNotEqualTo(key("Subject: a\n\nother"));
    }

    @Test
    void isTheWholeMailsWhereItHasNoName() {
        assertThat(key("Subject: a\n\nbody")).isEqualTo(key("Subject: a\n\nbody"));
        assertThat(key("Message-ID:\n\na")).isNotEqualTo(key("Message-ID:\n\nb"));
        assertThat(key("")).isNotEqualTo(key("\n"));
    }

    /** The copy of our own mail in a bounce has a Message-ID, too: all copies of an edition. */
    @Test
    void isNotThatOfACopyInTheBody() {
        assertThat(key("Subject: a\n\nMessage-ID: <ours>\n\nfull"))
                .isNotEqualTo(key("Subject: b\n\nMessage-ID: <ours>\n\ngone"));
    }
}
