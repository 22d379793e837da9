package org.papertide.ranking.api;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.ranking.http.ProblemException;

/** The first papers of rankings in JSON, made once for all clients that see the same. */
@Singleton
class LiveRankings {

    /** Few rankings have live clients; beyond this number each client gets its own. */
    private static final int MOST_KEPT = 64;

    private final ReadModel readModel;
    private final Trending trending;
    private final Map<Subject, Shown> kept = new ConcurrentHashMap<>();

    LiveRankings(ReadModel readModel, Trending trending) {
        this.readModel = readModel;
        this.trending = trending;
    }

    private record Subject(RankingKey key, int limit) {}

    /**
     * What is shown.
     *
     * @param id a hash of the papers, their ranks, scores and reasons, not of the ranking's time;
     *     the same on every replica
     * @param json a ranking
     * @param source the ranking's record, if there is one
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by its bytes, and nobody else's.
    record Shown(String id, String json, byte @Nullable [] source) {}

    /**
     * The first papers of a ranking.
     *
     * @throws ProblemException if the stream is not there yet
     */
    Shown show(RankingKey key, int limit) {
        byte[] source = readModel.findRankingBytes(key);
        Subject subject = new Subject(key, limit);
        Shown known = kept.get(subject);
        if (known != null && Arrays.equals(known.source(), source)) {
            return known;
        }
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        Shown shown =
                kept.compute(
                        subject,
                        (_, other) ->
                                other != null && Arrays.equals(other.source(), source)
                                        ? other
                                        : make(subject, source));
        return shown;
    }

    private Shown make(Subject subject, byte @Nullable [] source) {
        Ranking all = trending.present(subject.key(), source);
        Ranking shown =
                new Ranking(
                        all.order(),
                        all.window(),
                        all.category(),
                        all.asOf(),
                        all.entries().stream().limit(subject.limit()).toList());
        return new Shown(
                Answers.tag(Answers.toJson(shown.entries()), null),
                new String(Answers.toJson(shown), StandardCharsets.UTF_8),
                source);
    }
}
