package org.papertide.notify.message;

/** What a mail is for. */
public enum MailKind {
    /** Asks to confirm a subscription. */
    OPT_IN("opt-in", 0, true, true),
    /** Says what to expect after confirmation; lost, nothing is missed. */
    WELCOME("welcome", 1, false, false),
    /** A paper has broken out. */
    ALERT("alert", 2, true, true),
    /** A day's papers. */
    DAILY("daily", 3, true, false),
    /** A week's papers. */
    WEEKLY("weekly", 3, true, false),
    /** Says to the owner of a webhook that it is not called any more. */
    WEBHOOK_ENDED("webhook-ended", 1, true, false);

    private final String wireName;
    private final int priority;
    private final boolean sentAgain;
    private final boolean urgent;

    MailKind(String wireName, int priority, boolean sentAgain, boolean urgent) {
        this.wireName = wireName;
        this.priority = priority;
        this.sentAgain = sentAgain;
        this.urgent = urgent;
    }

    /** The name in headers and metrics. */
    public String wireName() {
        return wireName;
    }

    /** Whether its text is for one person alone, and names what they asked for. */
    public boolean isPersonal() {
        return this == OPT_IN || this == WELCOME || this == WEBHOOK_ENDED;
    }

    /** Lower goes first. */
    public int priority() {
        return priority;
    }

    /** Whether, unless the operator chooses otherwise, it is sent again when nobody knows. */
    public boolean sentAgain() {
        return sentAgain;
    }

    /** Whether someone waits for it: then a receiver that greylists is asked again soon. */
    public boolean isUrgent() {
        return urgent;
    }
}
