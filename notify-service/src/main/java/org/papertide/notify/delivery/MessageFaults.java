package org.papertide.notify.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import org.papertide.notify.smtp.OutgoingMail;

/**
 * Who said that a message is at fault. One receiver may say so of anything: a stopped edition
 * cannot go on, and anybody may subscribe with a server of their own. Safe for several threads.
 */
final class MessageFaults {

    /** Messages that are remembered; those of long ago have left their editions. */
    private static final int MOST = 1_000;

    private record Message(long edition, String content) {}

    /** The receiving group that said so first. */
    private final Map<Message, String> said =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Message, String> eldest) {
                    return size() > MOST;
                }
            };

    /** Whether a second receiving group says so now. */
    synchronized boolean isConfirmed(OutgoingMail mail, String group) {
        String first = said.putIfAbsent(new Message(mail.editionId(), mail.contentId()), group);
        return first != null && !first.equals(group);
    }
}
