package org.papertide.ranking.api;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.ranking.http.Problem;
import org.papertide.ranking.http.ProblemException;

/** The rankings, as they stand and as they stood. */
@Singleton
class Trending {

    private static final Duration DAY = Duration.ofDays(1);

    private final ReadModel readModel;
    private final Clock clock;

    Trending(ReadModel readModel, Clock clock) {
        this.readModel = readModel;
        this.clock = clock;
    }

    /** The ranking as it stands; empty, and of now, if it never held a paper. */
    Ranking present(RankingKey key) {
        return present(key, readModel.findRankingBytes(key));
    }

    /** The same of a ranking as it came, if it came. */
    Ranking present(RankingKey key, byte @Nullable [] source) {
        return ReadModel.ranking(source).orElseGet(() -> ranking(key, now(), List.of()));
    }

    /**
     * The ranking as it stood at an instant, or at the last moment before it that is kept: its
     * {@code asOf} says which. Without reasons; {@code previousRank} is that of the moment that is
     * kept for 24 hours before.
     *
     * @throws ProblemException if nothing is known of that time
     */
    Ranking past(RankingKey key, Instant at) {
        Ranking present = readModel.findRanking(key).orElse(null);
        if (present != null && !present.asOf().isAfter(at)) {
            return present;
        }
        return readModel.findMoment(key.category(), at)
                .map(moment -> ranking(key, moment.at(), entries(key, moment)))
                .orElseThrow(() -> unknown(key, at));
    }

    private List<Ranking.Entry> entries(RankingKey key, ReadModel.Moment moment) {
        Map<PaperId, Integer> before = new HashMap<>();
        readModel.findMoment(key.category(), moment.at().minus(DAY))
                .ifPresent(earlier ->
                        earlier.rankings()
                                .places(key.order(), key.window())
                                .forEach(place -> before.put(place.id(), place.rank())));
        return moment.rankings().places(key.order(), key.window()).stream()
                .flatMap(place ->
                        readModel.findPaper(place.id()).stream()
                                .map(paper ->
                                        new Ranking.Entry(
                                                place.rank(),
                                                before.get(place.id()),
                                                place.score(),
                                                List.of(),
                                                paper.summary())))
                .toList();
    }

    private ProblemException unknown(RankingKey key, Instant at) {
        String known =
                readModel.findFirstMoment(key.category())
                        .map(first -> "the first moment that is known is " + first)
                        .orElse("no moment of it is known");
        return new ProblemException(
                Problem.of(
                        404,
                        "Not Found",
                        "Nothing is known of %s at %s: %s".formatted(key, at, known)));
    }

    /** In whole seconds, as the ranking's own time. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Ranking ranking(RankingKey key, Instant asOf, List<Ranking.Entry> entries) {
        return new Ranking(key.order(), key.window(), key.category(), asOf, entries);
    }
}
