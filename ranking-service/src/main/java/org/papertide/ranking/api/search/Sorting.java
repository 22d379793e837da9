package org.papertide.ranking.api.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.ranking.api.parameter.SearchSort;
import org.papertide.ranking.api.readmodel.ReadModel;
import org.papertide.ranking.search.Hit;
import org.papertide.ranking.search.PaperSearch;
import org.papertide.ranking.search.SearchFilter;
import org.papertide.ranking.search.SearchQuery;

/**
 * Puts good answers in another order than by their relevance. Those of the last weeks are looked
 * for by themselves: among the best of all times a new one may have no place, and few others have a
 * score. Of a broad subject, or where all papers of somebody or of a category are asked for, many
 * are as good an answer: so those that stand in a ranking are looked at, too.
 */
final class Sorting {

    /** Of so many papers, of all times and of the last weeks, the scores are looked up. */
    static final int MOST = 400;

    /**
     * Of the papers that are sorted, each answers at least so well in proportion to the best that
     * the query does not name.
     */
    private static final double GOOD = 0.6;

    /** The longest window; and what is new to somebody who follows a search. */
    private static final Duration RECENT = Duration.ofDays(30);

    /** Of more categories at a time the rankings of all papers are read. */
    private static final int CATEGORIES = 3;

    /**
     * Of so many more, as in most archives, those of a month are read beside it. An archive with
     * more of them fills the rankings of all papers by itself.
     */
    private static final int CATEGORIES_OF_A_MONTH = 32;

    /** As long as an answer is fresh; papers come into rankings and leave them over hours. */
    private static final Duration RANKED_FRESH = Duration.ofSeconds(10);

    /** So many rankings are kept: to read one takes longer than to search for its papers. */
    private static final int MOST_RANKED = 200;

    private final ReadModel readModel;
    private final Clock clock;
    private final Cache<RankingKey, List<PaperId>> ranked =
            Caffeine.newBuilder().expireAfterWrite(RANKED_FRESH).maximumSize(MOST_RANKED).build();

    Sorting(ReadModel readModel, Clock clock) {
        this.readModel = readModel;
        this.clock = clock;
    }

    /**
     * The good answers in their order, at most {@link Ranking#MAX_ENTRIES}.
     *
     * @param best answers of all times, the most relevant first
     * @param sort any but by relevance
     * @param scores gets those of the answers, if it sorts by them
     */
    List<Hit> sort(
            PaperSearch search,
            PaperSearch.Question question,
            SearchFilter filter,
            List<Hit> best,
            SearchSort sort,
            Map<PaperId, Score> scores)
            throws IOException {
        List<Hit> hits = new ArrayList<>(best);
        if (question.query().hasWords()) {
            hits.addAll(recent(search, question, filter));
        }
        double least = least(best);
        if (sort != SearchSort.NEWEST && best.size() >= MOST) {
            Set<PaperId> ranked = ranked(sort, question.query(), filter);
            hits.forEach(hit -> ranked.remove(hit.id()));
            hits.addAll(search.among(ranked, question, filter, best));
        }
        List<Hit> good = hits.stream().filter(hit -> hit.relevance() >= least).toList();
        if (sort == SearchSort.NEWEST) {
            return newest(good, search.papers(good.stream().map(Hit::id).distinct().toList()));
        }
        good.stream()
                .map(Hit::id)
                .distinct()
                .forEach(id -> readModel.findScore(id).ifPresent(score -> scores.put(id, score)));
        return highest(good, scores, sort);
    }

    private List<Hit> recent(PaperSearch search, PaperSearch.Question question, SearchFilter filter)
            throws IOException {
        Instant from = clock.instant().minus(RECENT);
        boolean allAreRecent = filter.from() != null && !filter.from().isBefore(from);
        boolean noneIsRecent = filter.until() != null && !filter.until().isAfter(from);
        if (allAreRecent || noneIsRecent) {
            return List.of();
        }
        SearchFilter late =
                new SearchFilter(filter.category(), from, filter.until(), filter.code());
        return search.find(question, late, MOST).hits();
    }

    /** The papers of the rankings in which an answer may stand. */
    private Set<PaperId> ranked(SearchSort sort, SearchQuery query, SearchFilter filter) {
        Order order = sort == SearchSort.TOP ? Order.TOP : Order.RISING;
        List<String> categories =
                (filter.category() == null ? query.categories() : List.of(filter.category()))
                        .stream()
                                .flatMap(each -> readModel.findCategories(each).stream())
                                .distinct()
                                .toList();
        boolean few = !categories.isEmpty() && categories.size() <= CATEGORIES;
        Set<PaperId> papers = new LinkedHashSet<>();
        for (Window window : Window.values()) {
            if (!few) {
                papers.addAll(ranked(new RankingKey(order, window, null)));
            }
            if (few || (window == Window.MONTH && categories.size() <= CATEGORIES_OF_A_MONTH)) {
                categories.forEach(
                        each -> papers.addAll(ranked(new RankingKey(order, window, each))));
            }
        }
        return papers;
    }

    private List<PaperId> ranked(RankingKey key) {
        return ranked.get(
                key,
                _ ->
                        readModel.findRanking(key).stream()
                                .flatMap(ranking -> ranking.entries().stream())
                                .map(entry -> entry.paper().id())
                                .toList());
    }

    private static double least(List<Hit> hits) {
        return GOOD
                * hits.stream()
                        .filter(hit -> !hit.named())
                        .mapToDouble(Hit::relevance)
                        .max()
                        .orElse(0);
    }

    /** Each once, the highest first; papers without a score come last, as relevant as they are. */
    static List<Hit> highest(List<Hit> hits, Map<PaperId, Score> scores, SearchSort sort) {
        return distinct(hits)
                .sorted(
                        Comparator.comparingDouble(
                                        (Hit hit) -> {
                                            Double value = value(scores.get(hit.id()), sort);
                                            return value == null ? -1 : value;
                                        })
                                .reversed())
                .limit(Ranking.MAX_ENTRIES)
                .toList();
    }

    /** Each once, the newest first; those that have left are left out. */
    static List<Hit> newest(List<Hit> hits, Map<PaperId, Paper> papers) {
        return distinct(hits)
                .filter(hit -> papers.containsKey(hit.id()))
                .sorted(Comparator.comparing((Hit hit) -> listed(papers.get(hit.id()))).reversed())
                .limit(Ranking.MAX_ENTRIES)
                .toList();
    }

    private static Stream<Hit> distinct(List<Hit> hits) {
        Map<PaperId, Hit> each = new LinkedHashMap<>();
        for (Hit hit : hits) {
            var _ = each.putIfAbsent(hit.id(), hit);
        }
        return each.values().stream();
    }

    /** Without a date it is older than all others. */
    private static Instant listed(@Nullable Paper paper) {
        Instant listed =
                paper == null ? null : paper.listed() == null ? paper.submitted() : paper.listed();
        return listed == null ? Instant.MIN : listed;
    }

    /** What a ranking would sort by; of several windows, the largest value. */
    static @Nullable Double value(@Nullable Score score, SearchSort sort) {
        if (score == null) {
            return null;
        }
        return switch (sort) {
            case RELEVANCE, RISING, NEWEST -> score.score();
            case TOP ->
                    score.windows().values().stream().mapToDouble(WindowScore::top).max().orElse(0);
        };
    }
}
