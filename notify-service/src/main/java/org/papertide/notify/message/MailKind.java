package org.papertide.notify.message;

import java.util.Arrays;
import java.util.Optional;

/** What a mail is for. */
public enum MailKind {
    /** Asks to confirm a subscription. */
    OPT_IN("opt-in", 0, true, true, true),
    /**
     * Says what to expect after confirmation, or brings a new link to the preferences; lost,
     * nothing is missed.
     */
    WELCOME("welcome", 1, false, false, true),
    /** A paper has broken out. */
    ALERT("alert", 2, true, true, false),
    /** A day's papers. */
    DAILY("daily", 3, true, false, false),
    /** A week's papers. */
    WEEKLY("weekly", 3, true, false, false),
    /** Says to the owner of a webhook that it is not called any more. */
    WEBHOOK_ENDED("webhook-ended", 1, true, false, true);

    private final String wireName;
    private final int priority;
    private final boolean sentAgain;
    private final boolean urgent;
    private final boolean personal;

    MailKind(String wireName, int priority, boolean sentAgain, boolean urgent, boolean personal) {
        this.wireName = wireName;
        this.priority = priority;
        this.sentAgain = sentAgain;
        this.urgent = urgent;
        this.personal = personal;
    }

    /** The stored one of this name; empty if only a later release knows it. */
    public static Optional<MailKind> find(String name) {
        return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** The name in the headers of a mail; metrics have {@link #name} in lower case. */
    public String wireName() {
        return wireName;
    }

    /** Whether its text is for one person alone, and names what they asked for. */
    public boolean isPersonal() {
        return personal;
    }

    /** The names of those that are {@link #isPersonal}, as the tables have them. */
    public static String[] personalNames() {
        return Arrays.stream(values())
                .filter(MailKind::isPersonal)
                .map(MailKind::name)
                .toArray(String[]::new);
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
