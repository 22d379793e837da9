package org.papertide.notify.candidate;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How old the rankings are that readers see: the time since any of them last changed. While papers
 * are in a window that is five minutes at most, since their scores fade in such steps; more means
 * that the ranking stands still, or that this service is behind it.
 */
@Singleton
public final class RankingAge {

    private final CandidateStore candidates;
    private final Clock clock;
    private volatile Optional<Instant> newest = Optional.empty();

    public RankingAge(CandidateStore candidates, Clock clock) {
        this.candidates = candidates;
        this.clock = clock;
    }

    /** Looks into the database. */
    public void refresh() {
        newest = candidates.newestRanking(clock.instant());
    }

    /** The age by what was seen at the last look; empty if there is no ranking. */
    public Optional<Duration> age() {
        return newest.map(at -> Duration.between(at, clock.instant()));
    }
}
