package org.papertide.events;

import java.time.Instant;

/**
 * The ranges of every value on the wire. A record that keeps to them can be applied by each
 * consumer: its instants fit PostgreSQL and Kafka, its counts can be added up, its texts can be
 * stored. A record that does not is malformed, and goes to the dead-letter topic before anything is
 * done with it.
 */
public final class Bounds {

    /** The first instant that an event may carry: before any digital library. */
    public static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    /** The first instant that no event may carry any more. */
    public static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** The largest count, 10<sup>12</sup>: sums of a million of them fit a {@code long}. */
    public static final long MAX_COUNT = 1_000_000_000_000L;

    /** The largest version of a paper or of a trend model. */
    public static final int MAX_VERSION = 1_000_000;

    /** Most attempts to send a mail. */
    public static final int MAX_ATTEMPTS = 1_000_000;

    /** The largest size of a number that is no count, such as a score. */
    public static final double MAX_NUMBER = 1e15;

    /** Longest title of a paper, in characters. */
    public static final int MAX_TITLE = 2_000;

    /** Longest abstract of a paper, in characters. */
    public static final int MAX_ABSTRACT = 20_000;

    /** Most authors of a paper; the largest collaborations have about 5,000. */
    public static final int MAX_AUTHORS = 6_000;

    /** Longest name of an author or organisation, in characters. */
    public static final int MAX_NAME = 300;

    /** Most categories of a paper. */
    public static final int MAX_CATEGORIES = 100;

    /** Most other identities of a paper. */
    public static final int MAX_ALIASES = 1_000;

    /** Longest web address, in characters. */
    public static final int MAX_ADDRESS = 2_048;

    /** Longest word of an open vocabulary, such as a metric or a source, in characters. */
    public static final int MAX_WORD = 64;

    /** Longest remark for people, in characters. */
    public static final int MAX_REMARK = 2_000;

    /** Most entries of a list that has no limit of its own. */
    public static final int MAX_LIST = 10_000;

    private Bounds() {}

    /** Whether an event may carry the instant. */
    public static boolean contain(Instant instant) {
        return !instant.isBefore(EARLIEST) && instant.isBefore(LATEST);
    }

    /**
     * Whether the text can be stored everywhere: no unpaired surrogate (it has no UTF-8 form, and
     * two texts would become one) and no U+0000 (PostgreSQL takes none).
     */
    public static boolean isWellFormed(String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit == 0 || Character.isLowSurrogate(unit)) {
                return false;
            }
            if (Character.isHighSurrogate(unit)) {
                at++;
                if (at == text.length() || !Character.isLowSurrogate(text.charAt(at))) {
                    return false;
                }
            }
        }
        return true;
    }
}
