package org.papertide.notify.message;

/** What a mail is for. */
public enum MailKind {
    /** Asks to confirm a subscription. */
    OPT_IN("opt-in", 0, true),
    /** Says what to expect after confirmation; lost, nothing is missed. */
    WELCOME("welcome", 1, false),
    /** A paper has broken out. */
    ALERT("alert", 2, true),
    /** A day's papers. */
    DAILY("daily", 3, true),
    /** A week's papers. */
    WEEKLY("weekly", 3, true);

    private final String wireName;
    private final int priority;
    private final boolean sentAgain;

    MailKind(String wireName, int priority, boolean sentAgain) {
        this.wireName = wireName;
        this.priority = priority;
        this.sentAgain = sentAgain;
    }

    /** The name in headers and metrics. */
    public String wireName() {
        return wireName;
    }

    /** Lower goes first. */
    public int priority() {
        return priority;
    }

    /** Whether, unless the operator chooses otherwise, it is sent again when nobody knows. */
    public boolean sentAgain() {
        return sentAgain;
    }
}
