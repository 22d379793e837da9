package org.papertide.bounce.rule;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a mail was not delivered. In the order in which phrases are looked for: what clears the
 * address comes before what condemns it.
 */
public enum Meaning {
    SURELY_UNKNOWN(Fault.ADDRESS, "there is no such mailbox"),
    /** As above, of a domain: if it is that of the address, and no other host. */
    DOMAIN_SURELY_UNKNOWN(Fault.ADDRESS, "the domain does not exist"),
    TOO_BIG(Fault.PASSING, "the mail is too big"),
    MAILBOX_FULL(Fault.PASSING, "the mailbox is full"),
    /** Before what refuses senders: servers say of such a mailbox that it is blocked. */
    INACTIVE(Fault.PASSING, "the mailbox is disabled for now"),
    RATE(Fault.PASSING, "too many mails or connections at once"),
    SPAM(Fault.SENDER, "the content is taken for spam or is not allowed"),
    SENDER_REFUSED(Fault.SENDER, "the sender or its host is refused"),
    EXPIRED(Fault.PASSING, "could not be delivered in time"),
    LOOP(Fault.PASSING, "the mail goes round in a loop"),
    NETWORK(Fault.PASSING, "the receiving host could not be reached"),
    SYSTEM(Fault.PASSING, "the receiving system has a fault"),
    DISABLED(Fault.PASSING, "the mailbox is disabled for now"),
    FILTERED(Fault.PASSING, "the recipient's own filter refuses the mail"),
    /** What the sender is asked for, which says nothing of the mailbox: see {@link #isWeak}. */
    TRY_LATER(Fault.PASSING, "the receiving system asks to try it later"),
    /** Whatever is so only for now: before all that condemns, and behind all that knows more. */
    FOR_NOW(Fault.PASSING, "the mailbox takes no mail for now"),
    MOVED(Fault.ADDRESS, "the recipient has moved"),
    DOMAIN_UNKNOWN(Fault.ADDRESS, "the domain does not exist"),
    NO_MAIL_HERE(Fault.ADDRESS, "the domain accepts no mail"),
    MAILBOX_UNKNOWN(Fault.ADDRESS, "there is no such mailbox"),
    /** As for now, unless words say that there is no such mailbox: "currently no such user". */
    AT_PRESENT(Fault.PASSING, "the mailbox takes no mail for now"),
    /** Blames the address only beside a code that does, or where the address itself was refused. */
    BARE_UNKNOWN(Fault.ADDRESS, "there is no such mailbox"),
    /** As above, of what may be there: "currently unavailable". */
    UNAVAILABLE(Fault.ADDRESS, "there is no such mailbox"),
    /** As above, and not beside a code that speaks of something else. */
    RECIPIENT_REJECTED(Fault.ADDRESS, "the recipient is refused"),
    /** Last: a text that says of a recipient that there is none may speak of its sender as well. */
    SENDER_UNKNOWN(Fault.SENDER, "the sender's address is refused"),
    /** As above, of what belongs to a mailbox or its server. It says nothing beside a code. */
    THING_MISSING(Fault.PASSING, "the receiving system misses something else than the mailbox");

    private final Fault fault;
    private final String reason;

    Meaning(Fault fault, String reason) {
        this.fault = fault;
        this.reason = reason;
    }

    /** Whose fault it is. */
    public enum Fault {
        /** The address: it will never take mail. */
        ADDRESS("the address takes no mail"),
        /** The sender or what it sends. */
        SENDER("the sender or the content is refused"),
        /** Something that may pass. */
        PASSING("not delivered");

        private final String reason;

        Fault(String reason) {
            this.reason = reason;
        }

        /** One line for people, where nothing more is known. */
        String reason() {
            return reason;
        }
    }

    /** What the words of a server's reply mean; empty if that is not known. */
    public static Optional<Meaning> ofReply(String words) {
        return Meanings.inReply(PlainWords.of(words));
    }

    public Fault fault() {
        return fault;
    }

    /**
     * Whether the words condemn an address where neither a code names it nor the address itself was
     * refused: filters of content say "no such user" too.
     *
     * @param stated whether a server says so in words of its own, quotes no reply, and does not
     *     only suppose it
     */
    boolean condemnsBy(boolean stated) {
        return switch (this) {
            case SURELY_UNKNOWN, DOMAIN_SURELY_UNKNOWN, DOMAIN_UNKNOWN, NO_MAIL_HERE, MOVED -> true;
            case MAILBOX_UNKNOWN -> stated;
            default -> false;
        };
    }

    /** Whether the words blame the address, whatever else is said. */
    boolean isSure() {
        return this == SURELY_UNKNOWN || this == DOMAIN_SURELY_UNKNOWN;
    }

    /** Whether it means nothing beside words that say plainly that there is no such mailbox. */
    boolean isWeak() {
        return this == TRY_LATER || this == FOR_NOW || this == AT_PRESENT;
    }

    /** One line for people. */
    public String reason() {
        return reason;
    }

    /** The name of its file of phrases. */
    String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
    }
}
