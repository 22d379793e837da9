package org.papertide.ranking.api.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.api.http.CacheableResponse;
import org.papertide.ranking.api.readmodel.ReadModel;
import org.papertide.ranking.api.trending.Rankings;

/** The first papers of rankings in JSON, encoded once for all clients that see the same. */
@Singleton
class LiveSnapshots {

    /** Few rankings have live clients. Beyond this number the least used ones are encoded again. */
    private static final int MAX_CACHED = 64;

    private final ReadModel readModel;
    private final Rankings rankings;
    private final Cache<Subject, Snapshot> cache =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    LiveSnapshots(ReadModel readModel, Rankings rankings) {
        this.readModel = readModel;
        this.rankings = rankings;
    }

    private record Subject(RankingKey key, int limit) {}

    /**
     * The first papers of a ranking, ready to be sent.
     *
     * @param id a hash of the papers, their ranks, scores and reasons, not of the ranking's time;
     *     the same on every replica
     * @param json a ranking
     * @param source the ranking's record, if there is one
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by content, and never leaves this class.
    record Snapshot(String id, String json, byte @Nullable [] source) {}

    /**
     * The first papers of a ranking.
     *
     * @throws UnavailableException while the read model is not available
     */
    Snapshot current(RankingKey key, int limit) {
        byte[] source = readModel.findRankingBytes(key);
        Subject subject = new Subject(key, limit);
        Snapshot known = cache.getIfPresent(subject);
        if (known != null && Arrays.equals(known.source(), source)) {
            return known;
        }
        return cache.asMap()
                .compute(
                        subject,
                        (_, other) ->
                                other != null && Arrays.equals(other.source(), source)
                                        ? other
                                        : make(subject, source));
    }

    private Snapshot make(Subject subject, byte @Nullable [] source) {
        Ranking shown = rankings.present(subject.key(), source).first(subject.limit());
        return new Snapshot(
                CacheableResponse.tag(CacheableResponse.toJson(shown.entries()), null),
                new String(CacheableResponse.toJson(shown), StandardCharsets.UTF_8),
                source);
    }
}
