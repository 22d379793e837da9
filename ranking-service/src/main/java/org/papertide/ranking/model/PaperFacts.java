package org.papertide.ranking.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;

/**
 * The facts of a paper that the score uses besides its signals. Every field except {@code
 * firstSeen} may be unknown; unknown is not zero.
 *
 * @param listed when a list first had it; midnight UTC means that only the day is known
 * @param firstSeen when Papertide first saw it
 * @param primaryCategory such as {@code cs.LG}
 * @param authors how many
 * @param submitterFollowers followers of whoever put it on the list
 * @param authorParticipating whether an author takes part in the discussion
 */
public record PaperFacts(
        @Nullable Instant listed,
        Instant firstSeen,
        @Nullable String primaryCategory,
        @Nullable Integer authors,
        @Nullable Long submitterFollowers,
        @Nullable Boolean authorParticipating) {

    /**
     * Lists fill mostly in the first hours of their day: a paper seen by then was listed half-way.
     */
    private static final long EARLY_HOURS = 8;

    private static final long DAY_SECONDS = 24 * 3600;

    /** A paper seen later was listed between the day's beginning and then, rather late. */
    private static final double LATE_SHARE = 0.7;

    public PaperFacts {
        if (firstSeen == null) {
            throw new IllegalArgumentException("firstSeen: missing");
        }
    }

    /** The facts that a paper carries. */
    public static PaperFacts of(Paper paper, Instant firstSeen) {
        return new PaperFacts(
                paper.listed(),
                firstSeen,
                paper.primaryCategory(),
                paper.authors().isEmpty() ? null : paper.authors().size(),
                paper.submitterFollowers(),
                paper.authorParticipating());
    }

    /** A paper of which only the first sight is known. */
    public static PaperFacts unknown(Instant firstSeen) {
        return new PaperFacts(null, firstSeen, null, null, null, null);
    }

    /**
     * The instant from which its age counts: when it was listed, or its first signal if that came
     * before. A paper that arXiv announced days before a list took it up is as young as its place
     * on the list: only then does anybody count for it. Where no listing is known, or one that is
     * still to come, it is the first sight or signal.
     *
     * <p>Where only the day of the listing is known, the hour is guessed from the hour of the first
     * sight from that day on, as measured on listings whose hour is known (median 3 h after
     * midnight UTC, nine in ten by 11 h).
     *
     * @param firstSignal the paper's earliest signal, if it has one
     * @param now the instant at which the age is asked
     */
    public Instant born(@Nullable Instant firstSignal, Instant now) {
        return Instant.ofEpochMilli(
                born(
                        firstSignal == null ? Long.MAX_VALUE : firstSignal.toEpochMilli(),
                        now.toEpochMilli()));
    }

    /** As {@link #born(Instant, Instant)}, in milliseconds; no signal is {@link Long#MAX_VALUE}. */
    public long born(long firstSignal, long now) {
        long seen = firstSeen.toEpochMilli();
        if (listed == null || listed.toEpochMilli() > now) {
            return Math.min(seen, firstSignal);
        }
        long day = listed.toEpochMilli();
        if (firstSignal <= day || isHourKnown()) {
            return Math.min(day, firstSignal);
        }
        long sight = seen < day ? firstSignal : Math.min(seen, firstSignal);
        if (sight == Long.MAX_VALUE) {
            return day;
        }
        double hours = Math.min(24, (sight - day) / 3_600_000.0);
        double guess =
                hours <= EARLY_HOURS
                        ? hours / 2
                        : EARLY_HOURS / 2.0 + LATE_SHARE * (hours - EARLY_HOURS);
        return day + (long) (guess * 3_600_000);
    }

    /** Whether the hour of the listing is known, not just the day. */
    public boolean isHourKnown() {
        return listed != null
                && (listed.getEpochSecond() % DAY_SECONDS != 0 || listed.getNano() != 0);
    }
}
