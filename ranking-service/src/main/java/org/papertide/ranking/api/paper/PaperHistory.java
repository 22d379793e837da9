package org.papertide.ranking.api.paper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.ranking.api.readmodel.ReadModel;
import org.papertide.ranking.api.readmodel.StoredPastRankings;

/**
 * The scores and ranks of a paper at the stored moments of the past, and its present ranks.
 *
 * <p>All of them come from {@code past-rankings.v1}. So every replica answers the same, and a new
 * score costs no extra write. In return, there is no score for a moment at which the paper was
 * neither among the first 200 of all papers nor among those of its primary category. Rejected: one
 * point per paper and hour, stored as the scores arrive; a new replica would have none, and each
 * score would cost a read before its write.
 */
public final class PaperHistory {

    /** A source may list a paper before the time that it gives as the listing. */
    private static final Duration BEFORE_LISTING = Duration.ofDays(2);

    private final ReadModel readModel;
    private final PaperId id;

    /** Now and before. */
    private final List<PaperId> ids;

    private final TreeMap<Instant, Double> scores = new TreeMap<>();
    private final List<RankHistory> ranks = new ArrayList<>();

    private PaperHistory(ReadModel readModel, PaperSummary paper) {
        this.readModel = readModel;
        this.id = paper.id();
        this.ids = paper.identities();
    }

    public static PaperHistory of(PaperSummary paper, ReadModel readModel) {
        PaperHistory history = new PaperHistory(readModel, paper);
        Instant from =
                paper.listed() == null ? Instant.EPOCH : paper.listed().minus(BEFORE_LISTING);
        history.read(null, from);
        if (paper.primaryCategory() != null) {
            history.read(paper.primaryCategory(), from);
        }
        return history;
    }

    /** The scores at the stored moments, the oldest first. */
    public List<ScorePoint> scores() {
        return scores.entrySet().stream()
                .map(score -> new ScorePoint(score.getKey(), score.getValue()))
                .toList();
    }

    /** The ranks over time, one history per ranking that ever held the paper. */
    public List<RankHistory> ranks() {
        return List.copyOf(ranks);
    }

    private void read(@Nullable String category, Instant from) {
        Map<RankingKey, List<RankHistory.RankPoint>> points = new HashMap<>();
        readModel.eachMoment(
                category,
                from,
                (at, moment) -> {
                    Map<RankingKey, Integer> found = new HashMap<>();
                    for (StoredPastRankings.PaperRank place : moment.find(ids)) {
                        found.put(
                                new RankingKey(place.order(), place.window(), category),
                                place.rank());
                        if (place.order() == Order.RISING) {
                            scores.put(at, place.score());
                        }
                    }
                    for (RankingKey key : keys(category)) {
                        addIfChanged(points, key, at, found.get(key));
                    }
                });
        for (RankingKey key : keys(category)) {
            byte[] present = readModel.findRankingBytes(key);
            CurrentRank now = present == null ? null : CurrentRank.of(present, id);
            if (now != null) {
                addIfChanged(points, key, now.asOf(), now.rank());
            }
            List<RankHistory.RankPoint> own = points.get(key);
            if (own != null) {
                ranks.add(new RankHistory(key.order(), key.window(), category, own));
            }
        }
    }

    private static void addIfChanged(
            Map<RankingKey, List<RankHistory.RankPoint>> points,
            RankingKey key,
            Instant at,
            @Nullable Integer rank) {
        List<RankHistory.RankPoint> own = points.get(key);
        Integer before = own == null ? null : own.getLast().rank();
        if (!Objects.equals(before, rank)) {
            points.computeIfAbsent(key, _ -> new ArrayList<>())
                    .add(new RankHistory.RankPoint(at, rank));
        }
    }

    private static List<RankingKey> keys(@Nullable String category) {
        List<RankingKey> keys = new ArrayList<>();
        for (Order order : Order.values()) {
            for (Window window : Window.values()) {
                keys.add(new RankingKey(order, window, category));
            }
        }
        return keys;
    }
}
