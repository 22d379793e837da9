package org.papertide.local.mailcheck;

import org.papertide.local.terminal.Shown;

/**
 * One thing that was found.
 *
 * @param text what it is, as a sentence without its full stop
 * @param advice what to do; empty if nothing is to be done
 */
public record Finding(Check check, State state, String text, String advice) {

    /** What was looked at. */
    public enum Check {
        SPF("SPF"),
        DKIM("DKIM"),
        DMARC("DMARC"),
        PTR("PTR"),
        MX("MX"),
        ONE_CLICK("one-click");

        private final String title;

        Check(String title) {
            this.title = title;
        }

        /** Its name for people. */
        public String title() {
            return title;
        }
    }

    /** How it is. */
    public enum State {
        OK,
        /** Good enough for receivers, and could be better. */
        WARN,
        MISSING,
        WRONG,
        /** Nobody could say. */
        UNKNOWN;

        /** Whether receivers find nothing to object to. */
        public boolean isInOrder() {
            return this == OK || this == WARN;
        }
    }

    public Finding {
        text = Shown.text(text);
        advice = Shown.text(advice);
    }

    static Finding ok(Check check, String text) {
        return new Finding(check, State.OK, text, "");
    }

    static Finding warn(Check check, String text, String advice) {
        return new Finding(check, State.WARN, text, advice);
    }

    static Finding missing(Check check, String text, String advice) {
        return new Finding(check, State.MISSING, text, advice);
    }

    static Finding wrong(Check check, String text, String advice) {
        return new Finding(check, State.WRONG, text, advice);
    }

    static Finding unknown(Check check, String text, String advice) {
        return new Finding(check, State.UNKNOWN, text, advice);
    }

    /** Nobody answered. */
    static Finding unanswered(Check check, String name, String reason) {
        return unknown(
                check,
                name + " is not known: " + reason,
                "Ask again, or ask another name server with --resolver.");
    }
}
