package org.papertide.ranking.api.trending;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.ranking.api.parameter.ParameterReader;
import org.papertide.ranking.api.readmodel.CataloguedPaper;
import org.papertide.ranking.api.readmodel.ReadModel;
import org.papertide.ranking.api.readmodel.StoredPastRankings;

/** The rankings of the present and of the past. */
@Singleton
public class Rankings {

    private static final Duration DAY = Duration.ofDays(1);

    private final ReadModel readModel;
    private final Clock clock;

    public Rankings(ReadModel readModel, Clock clock) {
        this.readModel = readModel;
        this.clock = clock;
    }

    /**
     * The ranking that a request asks for, in its category's own spelling.
     *
     * @throws ProblemException if a parameter is bad, or an archive is named: it has no rankings
     */
    public RankingKey asked(ParameterReader reader, RankingKey key) {
        reader.throwIfAnyIsBad();
        reader.refuseArchive(key.category(), readModel::findWithinArchive);
        reader.throwIfAnyIsBad();
        return readModel.correctCase(key);
    }

    /** The present ranking. If it never held a paper: an empty one, as of now. */
    public Ranking present(RankingKey key) {
        return present(key, readModel.findRankingBytes(key));
    }

    /** The same from the ranking's record, if there is one. */
    public Ranking present(RankingKey key, byte @Nullable [] source) {
        return ReadModel.ranking(source).orElseGet(() -> ranking(key, now(), List.of()));
    }

    /**
     * The ranking at the last stored moment at or before an instant; {@code asOf} is that moment.
     * It has no reasons. {@code previousRank} is the rank at the last stored moment at least 24
     * hours earlier.
     *
     * @throws ProblemException if no moment of that time is stored
     */
    public Ranking past(RankingKey key, Instant at) {
        Ranking present = readModel.findRanking(key).orElse(null);
        if (present != null && !present.asOf().isAfter(at)) {
            return present;
        }
        return readModel
                .findMoment(key.category(), at)
                .map(moment -> ranking(key, moment.at(), entries(key, moment)))
                .orElseThrow(() -> unknown(key, at));
    }

    private List<Ranking.Entry> entries(RankingKey key, ReadModel.Moment moment) {
        Map<PaperId, Integer> before = new HashMap<>();
        readModel
                .findMoment(key.category(), moment.at().minus(DAY))
                .ifPresent(earlier ->
                        earlier.rankings()
                                .places(key.order(), key.window())
                                .forEach(place -> before.put(place.id(), place.rank())));
        // Of two identities that are one paper now, the better rank is the paper's.
        Map<PaperId, Ranking.Entry> entries = new LinkedHashMap<>();
        for (StoredPastRankings.RankedPaper place :
                moment.rankings().places(key.order(), key.window())) {
            readModel
                    .findPaper(place.id())
                    .map(CataloguedPaper::summary)
                    .ifPresent(paper ->
                            entries.putIfAbsent(
                                    paper.id(),
                                    new Ranking.Entry(
                                            place.rank(),
                                            before(before, place.id(), paper),
                                            place.score(),
                                            List.of(),
                                            paper)));
        }
        return List.copyOf(entries.values());
    }

    /** The rank that a paper had before; null if it had none under any of its identities. */
    private static @Nullable Integer before(
            Map<PaperId, Integer> before, PaperId then, PaperSummary paper) {
        return Stream.concat(Stream.of(then), paper.identities().stream())
                .flatMap(id -> Stream.ofNullable(before.get(id)))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private ProblemException unknown(RankingKey key, Instant at) {
        String known =
                readModel
                        .findFirstMoment(key.category())
                        .map(first -> "the first stored moment is " + first)
                        .orElse("no moment of it is stored");
        return new ProblemException(
                Problem.of(404, "No ranking %s is stored for %s: %s.".formatted(key, at, known)));
    }

    /** In whole seconds, as the time of rankings. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Ranking ranking(RankingKey key, Instant asOf, List<Ranking.Entry> entries) {
        return new Ranking(key.order(), key.window(), key.category(), asOf, entries);
    }
}
