package org.papertide.notify.webhook.api;

import java.time.Instant;

/** What became of a request to send events again. */
sealed interface ResendResult {

    /** They are planned, as far as there is room. */
    record Planned(ResendAnswer answer) implements ResendResult {}

    /**
     * As many wait as may, and something else was wanted.
     *
     * @param next when the first of those that wait is tried next
     */
    record Full(int most, Instant next) implements ResendResult {}

    /** There is no webhook of this number any more. */
    record Gone() implements ResendResult {}
}
