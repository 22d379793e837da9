package org.papertide.ranking.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.events.Order;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.ranking.api.parameter.SearchSort;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.ranking.search.By;
import org.papertide.ranking.search.Hit;
import org.papertide.ranking.search.PaperSearch;
import org.papertide.ranking.search.Papers;
import org.papertide.ranking.search.SearchFilter;
import org.papertide.ranking.search.SearchQuery;
import org.papertide.testing.SamplePaper;

/** Searches in the order of the rankings, and what a reader follows by a feed. */
class SortingTest {

    private static final Instant NOW = Instant.parse("2026-05-04T06:00:00Z");

    private final Map<PaperId, Paper> papers =
            Map.of(id(1), listed(1, 400), id(2), listed(2, 3), id(3), listed(3, 1));

    /** A new paper is no better than the best of all times, and is what was waited for. */
    @Test
    void theNewestComesFirst() {
        Hit oldest = hit(1, 0.9);
        Hit newer = hit(2, 0.5);
        Hit newest = hit(3, 0.6);
        assertThat(Sorting.newest(List.of(oldest, newer, newest, newer), papers))
                .containsExactly(newest, newer, oldest);
    }

    @Test
    void onesThatHaveLeftAreNotThere() {
        assertThat(Sorting.newest(List.of(hit(4, 1), hit(1, 1)), papers))
                .containsExactly(hit(1, 1));
    }

    /** A ranking is of now; most of what answers a query was listed long ago. */
    @ParameterizedTest
    @CsvSource({
        "deep, TOP",
        "deep, RISING",
        "deep, NEWEST",
        "deep category:cs.lg, TOP",
        "category:cs.lg, TOP",
        "category:CS, TOP",
        "category:cs, RISING",
        "category:cs.lg, RISING"
    })
    void findsTheHighestAmongMoreThanAreLookedUp(String query, SearchSort sort) throws IOException {
        boolean oldest = !query.contains("deep");
        try (Papers index = new Papers();
                Readers readers = new Readers()) {
            Paper high = deep(1, oldest ? 20 : 5);
            if (oldest) {
                index.add(high);
            }
            index.add(deep(2, Sorting.MOST + 20, oldest ? 3 : 90));
            if (!oldest) {
                index.add(high);
            }
            readers.send(Readers.score(high, 7, Readers.upvotes(), Map.of(Window.MONTH, true)));
            for (Order order : Order.values()) {
                RankingKey month = new RankingKey(order, Window.MONTH, "cs.LG");
                readers.send(Readers.ranking(month, Readers.NOW, 7, 1));
            }

            PaperSearch search = index.search();
            PaperSearch.Question question = search.question(SearchQuery.read(query), By.BOTH);
            List<Hit> best = search.find(question, SearchFilter.NONE, Sorting.MOST).hits();
            assertThat(best).extracting(Hit::id).doesNotContain(high.id());
            Map<PaperId, Score> scores = new HashMap<>();
            assertThat(
                            new Sorting(readers.readModel, readers.clock)
                                    .sort(search, question, SearchFilter.NONE, best, sort, scores))
                    .hasSize(Ranking.MAX_ENTRIES)
                    .extracting(Hit::id)
                    .startsWith(high.id())
                    .doesNotHaveDuplicates();
        }
    }

    /** More papers answer it as well than are looked up, of all times and of the last weeks. */
    @ParameterizedTest
    @CsvSource({
        "deep, TOP",
        "deep, RISING",
        "deep category:cs.lg, TOP",
        "deep category:cs, RISING",
        "\"deep waters\", TOP"
    })
    void findsTheHighestOfABroadSubject(String query, SearchSort sort) throws IOException {
        try (Papers index = new Papers();
                Readers readers = new Readers()) {
            index.add(deep(4, Sorting.MOST + 20, 3));
            Paper high = deep(1, 5);
            Paper higherOfAnotherSubject = another(2);
            index.add(high, higherOfAnotherSubject);
            for (Paper each : List.of(high, higherOfAnotherSubject)) {
                double value = each.equals(high) ? 7 : 9;
                readers.send(
                        Readers.score(each, value, Readers.upvotes(), Map.of(Window.MONTH, true)));
            }
            for (Order order : Order.values()) {
                String category = query.contains("category") ? "cs.LG" : null;
                RankingKey month = new RankingKey(order, Window.MONTH, category);
                readers.send(Readers.ranking(month, Readers.NOW, 9, 2, 1));
            }

            PaperSearch search = index.search();
            PaperSearch.Question question = search.question(SearchQuery.read(query), By.BOTH);
            List<Hit> best = search.find(question, SearchFilter.NONE, Sorting.MOST).hits();
            assertThat(best).extracting(Hit::id).doesNotContain(high.id());
            assertThat(
                            new Sorting(readers.readModel, readers.clock)
                                    .sort(
                                            search,
                                            question,
                                            SearchFilter.NONE,
                                            best,
                                            sort,
                                            new HashMap<>()))
                    .extracting(Hit::id)
                    .startsWith(high.id())
                    .doesNotContain(higherOfAnotherSubject.id())
                    .doesNotHaveDuplicates();
        }
    }

    /** Nothing of the last weeks is asked for. */
    @ParameterizedTest
    @CsvSource({"31, 3", "30, 3", "29, 4"})
    void sortsWhatWasListedBeforeTheLastWeeks(int daysAgo, int found) throws IOException {
        try (Papers index = new Papers();
                Readers readers = new Readers()) {
            Paper high = deep(2, 60);
            index.add(deep(1, 90), high, deep(3, 40), deep(4, 29), deep(5, 1));
            readers.send(Readers.score(high, 7, Readers.upvotes(), Map.of(Window.MONTH, true)));
            SearchFilter before =
                    new SearchFilter(
                            null,
                            null,
                            Readers.NOW.minus(Duration.ofDays(daysAgo)).plusSeconds(1),
                            false);
            PaperSearch search = index.search();
            PaperSearch.Question question = search.question(SearchQuery.read("deep"), By.BOTH);
            List<Hit> best = search.find(question, before, Sorting.MOST).hits();

            assertThat(
                            new Sorting(readers.readModel, readers.clock)
                                    .sort(
                                            search,
                                            question,
                                            before,
                                            best,
                                            SearchSort.RISING,
                                            new HashMap<>()))
                    .hasSize(found)
                    .extracting(Hit::id)
                    .startsWith(high.id())
                    .doesNotContain(Readers.id(5));
        }
    }

    /** What stands in a ranking and is not asked for is no answer. */
    @Test
    void findsInRankingsOnlyWhatMeetsTheConditions() throws IOException {
        try (Papers index = new Papers();
                Readers readers = new Readers()) {
            index.add(
                    SamplePaper.of(Readers.id(1), Readers.NOW.minus(Duration.ofDays(20)))
                            .authors(List.of("Zoë Zebra"))
                            .categories("cs.LG")
                            .build());
            index.add(deep(2, Sorting.MOST + 20, 3));
            readers.send(
                    Readers.ranking(
                            new RankingKey(Order.TOP, Window.MONTH, "cs.LG"), Readers.NOW, 7, 1));
            PaperSearch search = index.search();
            PaperSearch.Question question =
                    search.question(SearchQuery.read("category:cs.LG author:lovelace"), By.BOTH);
            List<Hit> best = search.find(question, SearchFilter.NONE, Sorting.MOST).hits();
            assertThat(best).hasSize(Sorting.MOST);
            assertThat(
                            new Sorting(readers.readModel, readers.clock)
                                    .sort(
                                            search,
                                            question,
                                            SearchFilter.NONE,
                                            best,
                                            SearchSort.TOP,
                                            new HashMap<>()))
                    .hasSize(Ranking.MAX_ENTRIES)
                    .extracting(Hit::id)
                    .doesNotContain(Readers.id(1));
        }
    }

    private static Paper[] deep(int first, int end, int daysAgo) {
        return IntStream.range(first, end)
                .mapToObj(number -> deep(number, daysAgo))
                .toArray(Paper[]::new);
    }

    private static Paper deep(int number, int daysAgo) {
        return SamplePaper.of(Readers.id(number), Readers.NOW.minus(Duration.ofDays(daysAgo)))
                .title("Deep waters")
                .authors(List.of("Ada Lovelace"))
                .categories("cs.LG")
                .build();
    }

    private static Paper another(int number) {
        return SamplePaper.of(Readers.id(number), Readers.NOW.minus(Duration.ofDays(3)))
                .title("Shallow marshes")
                .authors(List.of("Ada Lovelace"))
                .categories("cs.LG")
                .build();
    }

    private static Paper listed(int number, int daysAgo) {
        return SamplePaper.of(id(number), NOW.minus(Duration.ofDays(daysAgo))).build();
    }

    private static Hit hit(int number, double relevance) {
        return new Hit(id(number), relevance, 0, false, null);
    }

    private static PaperId id(int number) {
        return SamplePaper.id("2605", number);
    }
}
