package org.papertide.notify.subscription;

/**
 * A subscriber's mailbox.
 *
 * @param subscriberId whose it is
 * @param key equal for equal mailboxes
 */
public record MailboxName(long subscriberId, String key) {

    /** Never the address. */
    @Override
    public String toString() {
        return "MailboxName[" + subscriberId + "]";
    }
}
