package org.papertide.notify.delivery;

import java.util.Locale;
import java.util.Map;
import org.papertide.notify.running.NewestEntries;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.traffic.Traffic;

/**
 * Who said that a message is at fault. One receiver may say so of anything: a stopped edition
 * cannot go on, and anybody may subscribe with a server of their own. So a second one is wanted,
 * or, where no other receiver has taken a mail of the edition or is still to be asked, many of one
 * in a row. Safe for several threads.
 */
final class MessageFaults {

    /** Messages that are remembered; those of long ago have left their editions. */
    private static final int MOST = 1_000;

    private record Message(long edition, String content) {}

    private record DomainInGroup(String domain, String group) {}

    private record Place(Message message, String group) {}

    /** What to make of it. */
    enum Word {
        /** The first one. */
        FIRST,
        /** The same receiver again. */
        AGAIN,
        /** This receiver says so of many readers in a row. It may be the only one that does. */
        OF_MANY,
        /** A second receiver says so, too. */
        CONFIRMED
    }

    /** The receiver that said so first. */
    private final Map<Message, DomainInGroup> said = new NewestEntries<>(MOST);

    private final RefusalRuns<Place> runs = new RefusalRuns<>();

    /**
     * Somebody says so of a mail. A second receiver is one of another domain and another group:
     * until the DNS has answered, a domain is a group of its own.
     *
     * @param group the receiving group of the mail's domain, as far as it is known now
     */
    synchronized Word say(OutgoingMail mail, String group) {
        String domain = Traffic.domainOf(mail.address()).toLowerCase(Locale.ROOT);
        Message message = messageOf(mail);
        boolean isOneOfMany = runs.refused(new Place(message, group), "", mail.address());
        DomainInGroup first = said.putIfAbsent(message, new DomainInGroup(domain, group));
        if (first == null) {
            return Word.FIRST;
        }
        boolean isTheSame = first.domain().equals(domain) || first.group().equals(group);
        if (!isTheSame) {
            return Word.CONFIRMED;
        }
        return isOneOfMany ? Word.OF_MANY : Word.AGAIN;
    }

    /** Whether nobody says so of anything. */
    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** A receiver accepts a mail, or another one has or may: its readers are counted anew. */
    void accepted(OutgoingMail mail, String group) {
        runs.accepted(new Place(messageOf(mail), group));
    }

    private static Message messageOf(OutgoingMail mail) {
        return new Message(mail.editionId(), mail.contentId());
    }
}
