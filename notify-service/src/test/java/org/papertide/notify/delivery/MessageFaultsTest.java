package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.notify.delivery.MessageFaults.Word.AGAIN;
import static org.papertide.notify.delivery.MessageFaults.Word.CONFIRMED;
import static org.papertide.notify.delivery.MessageFaults.Word.FIRST;
import static org.papertide.notify.delivery.MessageFaults.Word.OF_MANY;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.suppression.Suppressions;

class MessageFaultsTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    private final MessageFaults faults = new MessageFaults();

    private static OutgoingMail mail(String address, long edition) {
        return new OutgoingMail(7, edition, MailKind.DAILY, NOW, NOW, 40, address, "content");
    }

    private MessageFaults.Word say(String domain, String group) {
        return faults.say(mail("reader@" + domain, 5), group);
    }

    @Test
    void wantsASecondReceiver() {
        assertThat(say("one.example", "one.example")).isEqualTo(FIRST);
        assertThat(say("one.example", "one.example")).isEqualTo(AGAIN);
        assertThat(say("two.example", "two.example")).isEqualTo(CONFIRMED);
        assertThat(say("two.example", "two.example")).isEqualTo(CONFIRMED);
    }

    /** Until the DNS has answered, and again when its answer is old, a domain is its own group. */
    @Test
    void takesNoReceiverForItsOwnSecondWhenItsGroupChangesItsName() {
        assertThat(say("one.example", "one.example")).isEqualTo(FIRST);
        assertThat(say("One.Example", "mx.example")).isEqualTo(AGAIN);
        assertThat(say("one.example", "one.example")).isEqualTo(AGAIN);
    }

    @Test
    void takesTwoDomainsOfOneServerForOneReceiver() {
        assertThat(say("one.example", "mx.example")).isEqualTo(FIRST);
        assertThat(say("two.example", "mx.example")).isEqualTo(AGAIN);
    }

    private MessageFaults.Word sayOf(int reader) {
        return faults.say(mail("reader" + reader + "@corp.example", 5), "mx.example");
    }

    /** All readers may be of one company: there is no second receiver. */
    @Test
    void knowsManyReadersInARowOfOneReceiver() {
        for (int reader = 1; reader < Suppressions.MANY; reader++) {
            assertThat(sayOf(reader)).isEqualTo(reader == 1 ? FIRST : AGAIN);
            assertThat(sayOf(1)).isEqualTo(AGAIN);
        }
        assertThat(sayOf(Suppressions.MANY)).isEqualTo(OF_MANY);
        assertThat(say("two.example", "two.example")).isEqualTo(CONFIRMED);
    }

    @Test
    void countsReadersAnewWhereTheReceiverAcceptsTheMessage() {
        for (int reader = 1; reader < 3 * Suppressions.MANY; reader++) {
            if (reader % (Suppressions.MANY - 1) == 0) {
                faults.accepted(mail("somebody@corp.example", 5), "mx.example");
            }
            assertThat(sayOf(reader)).isEqualTo(reader == 1 ? FIRST : AGAIN);
        }
    }

    @Test
    void knowsMessagesApart() {
        assertThat(say("one.example", "one.example")).isEqualTo(FIRST);
        assertThat(faults.say(mail("reader@two.example", 6), "two.example")).isEqualTo(FIRST);
    }
}
