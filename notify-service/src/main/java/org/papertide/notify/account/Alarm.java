package org.papertide.notify.account;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something that an operator has to look at.
 *
 * @param kind what is wrong
 * @param about what it is about: a receiver, a receiving group, a relay or the number of an edition
 * @param text for people
 */
public record Alarm(Kind kind, String about, String text) {

    static final Comparator<Alarm> ORDER =
            Comparator.comparing(Alarm::kind).thenComparing(Alarm::about);

    /** What is wrong. */
    public enum Kind {
        /** Many readers call mails unwanted; receivers count that, too. */
        COMPLAINTS,
        /** A receiver refuses by policy: its mails wait. */
        RECEIVER_PAUSED,
        /** A relay takes no mail: others, if there are any, do its part. */
        RELAY_RESTS,
        /** Receivers found fault with the message of an edition: nothing more of it is sent. */
        EDITION_STOPPED,
        /** An edition is open though its time is over. */
        EDITION_LATE;

        /** The name in metrics. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
