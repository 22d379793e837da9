package org.papertide.bench;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What sending mail has to reach. Ratios are to references of the same run, since machines differ;
 * they are judged of editions that are large enough for what an edition takes at its begin to be a
 * small part of it.
 */
final class MailGoals {

    /** Fewer subscriptions tell nothing of the ratios. */
    static final int LEAST_SUBSCRIPTIONS = 20_000;

    /** Mails per second, of those of {@code smtp-source}. */
    static final double SENDING = 0.45;

    /**
     * The same where each of many interests has a message of its own, or each reply takes {@link
     * #FARTHEST} or less. The reference has no delay.
     */
    static final double SENDING_HARDER = SENDING / 2;

    /** Milliseconds for each reply: over a longer distance nothing is judged. */
    static final int FARTHEST = 20;

    /** Planning and composing, of one bare insert of as many rows. */
    static final double PLANNING = 0.08;

    /** The service's resident memory, in MB of a million bytes. */
    static final double MEMORY = 400;

    private static final double BYTES_PER_MB = 1e6;

    private MailGoals() {}

    /**
     * Judges a run.
     *
     * @param delay of each reply, in milliseconds
     * @param planning its ratio
     * @param sending its ratio; empty if nothing was sent, or there was no reference
     * @param bytes the service's memory at its peak
     */
    static Goals judge(
            int subscriptions,
            int interests,
            int delay,
            double planning,
            OptionalDouble sending,
            OptionalLong bytes) {
        Goals goals = new Goals();
        if (subscriptions >= LEAST_SUBSCRIPTIONS) {
            goals.atLeast("planning", planning, PLANNING);
            double least = interests > 1 || delay > 0 ? SENDING_HARDER : SENDING;
            if (delay <= FARTHEST) {
                sending.ifPresent(ratio -> goals.atLeast("sending", ratio, least));
            }
        }
        bytes.ifPresentOrElse(
                most -> goals.below("memory in MB", most / BYTES_PER_MB, MEMORY),
                () -> goals.unknown("memory"));
        return goals;
    }
}
