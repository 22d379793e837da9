package org.papertide.notify.message;

/**
 * The links of a mail that differ per recipient. A message is rendered once with their placeholders
 * and each recipient's own are spliced in afterwards, as they are: base address and token need no
 * escaping in HTML.
 */
public enum PersonalLink {
    /** Confirms the subscription; in opt-in mails only. */
    CONFIRM,
    /** Ends the subscription. */
    UNSUBSCRIBE,
    /** Shows and changes the subscription, exports and erases the subscriber's data. */
    PREFERENCES,
    /** The same mail on the web, without the personal links. */
    WEB;

    /** Opens a placeholder: a private-use character, which no text of a paper may bring in. */
    public static final char OPEN = '\uE000';

    /** Closes a placeholder. */
    public static final char CLOSE = '\uE001';

    private final String placeholder = OPEN + name() + CLOSE;

    /** The text in place of this link in a rendered message. */
    public String placeholder() {
        return placeholder;
    }
}
