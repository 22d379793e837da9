package org.papertide.ingest.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a count can have been observed. */
public final class ObservationTime {

    /** How far ahead of the services' clock a source's clock may be. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** Nothing was counted before arXiv began, on 1991-08-14. */
    private static final Instant FIRST = Instant.parse("1991-08-14T00:00:00Z");

    private ObservationTime() {}

    /** The same for who sent the time: a sentence. */
    public static Optional<String> objection(Instant at, Instant now) {
        return implausible(at, now).map("It was %s."::formatted);
    }

    /** Why nothing can have been observed at this time, without a verb; empty if it can. */
    public static Optional<String> implausible(Instant at, Instant now) {
        if (at.isAfter(now.plus(CLOCK_TOLERANCE))) {
            return Optional.of("observed in the future, at " + at + "; it is " + now + " now");
        }
        if (at.isBefore(FIRST)) {
            return Optional.of("observed at " + at + ", before " + FIRST);
        }
        return Optional.empty();
    }
}
