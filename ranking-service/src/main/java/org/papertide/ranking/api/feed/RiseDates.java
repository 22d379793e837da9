package org.papertide.ranking.api.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.ranking.api.readmodel.StoredPastRankings;

/**
 * When papers that were listed long ago came into a ranking by rising again. A feed gives them this
 * date: by that of their listing, readers would sort them below what they have read already.
 */
final class RiseDates {

    /** As far back as moments are an hour apart at most. */
    private static final Duration LOOK_BACK = Duration.ofDays(14);

    /** Moments are stored at whole quarters of an hour. */
    private static final Duration STEP = Duration.ofMinutes(15);

    private RiseDates() {}

    /** The stored moments of a category, the oldest first. */
    interface Moments {

        /** Visits those from an instant on. */
        void each(
                @Nullable String category,
                Instant from,
                BiConsumer<Instant, StoredPastRankings> visitor);
    }

    /**
     * The quarter of an hour in which each of these papers came into the ranking and has stayed
     * since. Left out are papers of the window itself, and those that have always been in it as far
     * as is known. The date stays the same from answer to answer.
     */
    static Map<PaperId, Instant> of(Ranking ranking, Moments moments) {
        Map<PaperId, List<PaperId>> old = old(ranking);
        if (old.isEmpty()) {
            return Map.of();
        }
        Map<PaperId, Instant> since = new HashMap<>();
        Set<PaperId> wasAbsent = new HashSet<>();
        moments.each(
                ranking.category(),
                ranking.asOf().minus(LOOK_BACK),
                (at, moment) -> {
                    Set<PaperId> held =
                            moment.places(ranking.order(), ranking.window()).stream()
                                    .map(StoredPastRankings.RankedPaper::id)
                                    .collect(Collectors.toSet());
                    old.forEach((id, identities) -> {
                        if (!Collections.disjoint(held, identities)) {
                            since.putIfAbsent(id, at.minus(STEP));
                        } else {
                            since.remove(id);
                            wasAbsent.add(id);
                        }
                    });
                });
        Instant quarter =
                ranking.asOf()
                        .truncatedTo(ChronoUnit.HOURS)
                        .plus(
                                STEP.multipliedBy(
                                        ranking.asOf().getEpochSecond()
                                                % Duration.ofHours(1).toSeconds()
                                                / STEP.toSeconds()));
        return wasAbsent.stream()
                .collect(Collectors.toMap(id -> id, id -> since.getOrDefault(id, quarter)));
    }

    /** The papers that the window holds for their gains alone, with all their identities. */
    private static Map<PaperId, List<PaperId>> old(Ranking ranking) {
        Instant begin = ranking.asOf().minus(ranking.window().length());
        return ranking.order() != Order.RISING
                ? Map.of()
                : ranking.entries().stream()
                        .map(Ranking.Entry::paper)
                        .filter(paper -> paper.listed() != null && !paper.listed().isAfter(begin))
                        .collect(Collectors.toMap(PaperSummary::id, PaperSummary::identities));
    }
}
