package org.papertide.ranking.api;

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

/**
 * How a paper stood: its scores and ranks at the moments of the past that are kept, and its present
 * ranks.
 *
 * <p>All of it comes from {@code past-rankings.v1}, so that every replica tells the same, and a
 * score costs nothing when it comes. The price: a moment at which a paper was not among the first
 * 200 of all papers or of its primary category has no score. Rejected: a point per paper and hour,
 * kept as the scores come; a replica that starts anew has none, and a score would cost a reading of
 * what is there.
 */
final class PaperPast {

    /** Sources may tell of a paper before the time that they give as its listing. */
    private static final Duration BEFORE_LISTING = Duration.ofDays(2);

    private final ReadModel readModel;
    private final PaperId id;
    private final TreeMap<Instant, Double> scores = new TreeMap<>();
    private final List<RankHistory> ranks = new ArrayList<>();

    private PaperPast(ReadModel readModel, PaperId id) {
        this.readModel = readModel;
        this.id = id;
    }

    static PaperPast of(PaperSummary paper, ReadModel readModel) {
        PaperPast past = new PaperPast(readModel, paper.id());
        Instant from =
                paper.listed() == null ? Instant.EPOCH : paper.listed().minus(BEFORE_LISTING);
        past.read(null, from);
        if (paper.primaryCategory() != null) {
            past.read(paper.primaryCategory(), from);
        }
        return past;
    }

    /** The scores of the moments, the oldest first. */
    List<PointInTime> scores() {
        return scores.entrySet().stream()
                .map(score -> new PointInTime(score.getKey(), score.getValue()))
                .toList();
    }

    /** The rankings in which it ever stood. */
    List<RankHistory> ranks() {
        return List.copyOf(ranks);
    }

    private void read(@Nullable String category, Instant from) {
        Map<RankingKey, List<RankHistory.RankInTime>> points = new HashMap<>();
        readModel.eachMoment(
                category,
                from,
                (at, moment) -> {
                    Map<RankingKey, Integer> found = new HashMap<>();
                    for (PastMoment.Found place : moment.find(id)) {
                        found.put(
                                new RankingKey(place.order(), place.window(), category),
                                place.rank());
                        if (place.order() == Order.RISING) {
                            scores.put(at, place.score());
                        }
                    }
                    for (RankingKey key : keys(category)) {
                        note(points, key, at, found.get(key));
                    }
                });
        for (RankingKey key : keys(category)) {
            byte[] present = readModel.findRankingBytes(key);
            PresentRank now = present == null ? null : PresentRank.of(present, id);
            if (now != null) {
                note(points, key, now.asOf(), now.rank());
            }
            List<RankHistory.RankInTime> own = points.get(key);
            if (own != null) {
                ranks.add(new RankHistory(key.order(), key.window(), category, own));
            }
        }
    }

    private static void note(
            Map<RankingKey, List<RankHistory.RankInTime>> points,
            RankingKey key,
            Instant at,
            @Nullable Integer rank) {
        List<RankHistory.RankInTime> own = points.get(key);
        Integer before = own == null ? null : own.getLast().rank();
        if (!Objects.equals(before, rank)) {
            points.computeIfAbsent(key, _ -> new ArrayList<>())
                    .add(new RankHistory.RankInTime(at, rank));
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
