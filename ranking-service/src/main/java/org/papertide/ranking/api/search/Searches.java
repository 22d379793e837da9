package org.papertide.ranking.api.search;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.Score;
import org.papertide.platform.guard.CurrentClient;
import org.papertide.platform.guard.FairPlaces;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.api.parameter.Cursor;
import org.papertide.ranking.api.parameter.SearchSort;
import org.papertide.ranking.api.readmodel.ReadModel;
import org.papertide.ranking.search.By;
import org.papertide.ranking.search.Found;
import org.papertide.ranking.search.Hit;
import org.papertide.ranking.search.Matching;
import org.papertide.ranking.search.PaperIndex;
import org.papertide.ranking.search.PaperSearch;
import org.papertide.ranking.search.SearchBeans;
import org.papertide.ranking.search.SearchFilter;
import org.papertide.ranking.search.SearchQuery;
import org.papertide.ranking.search.SearchSettings;
import org.papertide.ranking.search.Unread;

/**
 * Searches, with the scores that papers have now. A few run at a time, and no address has all of
 * them.
 */
@Singleton
public class Searches {

    /** Those of an address that wait: notify-service asks for all its readers. */
    private static final int WAITING_PER_ADDRESS = 100;

    private final SearchBeans index;
    private final ReadModel readModel;
    private final SearchSettings settings;
    private final MeterRegistry registry;
    private final CurrentClient client;
    private final Sorting sorting;
    private final FairPlaces places;

    Searches(
            SearchBeans index,
            ReadModel readModel,
            SearchSettings settings,
            CurrentClient client,
            MeterRegistry registry,
            Clock clock) {
        this.sorting = new Sorting(readModel, clock);
        this.client = client;
        this.registry = registry;
        this.index = index;
        this.readModel = readModel;
        this.settings = settings;
        this.places =
                new FairPlaces(
                        settings.concurrent(),
                        Math.max(1, settings.concurrent() - 1),
                        WAITING_PER_ADDRESS);
    }

    /** Something that the index is asked. */
    private interface Task<T> {
        T ask(PaperSearch search) throws IOException;
    }

    /**
     * A page of what was found.
     *
     * @param next where the next page begins; absent on the last one
     * @param unread the papers that meaning could not find
     * @param didYouMean a query that may have been meant; absent mostly
     * @param notFound why no paper of an id was found; absent mostly
     */
    public record Page(
            By by,
            List<SearchEntry> entries,
            @Nullable String next,
            Unread unread,
            @Nullable String didYouMean,
            @Nullable NotFound notFound) {}

    /**
     * The papers that are like one, and its present id and title.
     *
     * @param knowsMeaning whether a text model runs
     */
    public record Similar(Paper paper, Page page, boolean knowsMeaning) {}

    /**
     * A page of what a query finds.
     *
     * @throws ProblemException if only meaning was asked for, and no text model runs or it fails
     * @throws UnavailableException while the index is not filled
     */
    public Page find(SearchResource.Asked asked, Cursor cursor) {
        return run(search -> {
            boolean onlyMeaning = asked.by() == By.MEANING && asked.query().hasWords();
            if (onlyMeaning && !search.knowsMeaning()) {
                throw new ProblemException(
                        Problem.of(
                                503,
                                "No text model runs: papers can be found by words (by=words) only."));
            }
            SearchSort sort = asked.sort();
            int most = sort == SearchSort.RELEVANCE ? Ranking.MAX_ENTRIES : Sorting.MOST;
            PaperSearch.Question question = search.question(asked.query(), asked.by());
            Found found = search.find(question, asked.filter(), most);
            if (onlyMeaning && found.by() == By.WORDS) {
                throw new ProblemException(
                        Problem.of(
                                503,
                                "The text model fails: papers can be found by words (by=words) only."));
            }
            Map<PaperId, Score> scores = new HashMap<>();
            List<Hit> hits =
                    sort == SearchSort.RELEVANCE
                            ? found.hits()
                            : sorting.sort(
                                    search, question, asked.filter(), found.hits(), sort, scores);
            Cursor.Page<Hit> page = cursor.page(hits, Hit::id, asked.limit(), asked.walk());
            List<SearchEntry> entries =
                    entries(search, asked.query(), hits, page.entries(), sort, scores);
            String didYouMean =
                    asked.by() == By.MEANING
                            ? null
                            : search.correct(asked.query(), asked.filter(), found).orElse(null);
            boolean namesAmongWords = asked.query().hasWords() && !asked.query().named().isEmpty();
            NotFound notFound =
                    hits.isEmpty() || namesAmongWords
                            ? NotFound.of(search, readModel, asked.query()).orElse(null)
                            : null;
            return page(found.by(), entries, page.next(), didYouMean, notFound);
        });
    }

    /**
     * The papers of an author, the newest first.
     *
     * @param names spellings of one name, at least one
     */
    public Page findOfAuthor(List<String> names, SearchFilter filter, int limit) {
        return run(search -> {
            SearchQuery query = SearchQuery.ofWords("");
            List<Hit> hits = search.findOfAuthor(names, filter, limit);
            return page(
                    By.WORDS,
                    entries(search, query, hits, hits, SearchSort.RELEVANCE, new HashMap<>()),
                    null,
                    null,
                    null);
        });
    }

    /** The papers that are most like one; empty if it is not known. */
    public Optional<Similar> findSimilar(PaperId id, SearchFilter filter, int limit) {
        return run(search -> {
            PaperId present = readModel.findPaper(id).map(paper -> paper.summary().id()).orElse(id);
            Paper paper = search.papers(List.of(present)).get(present);
            if (paper == null) {
                return Optional.empty();
            }
            SearchQuery query = SearchQuery.ofWords(paper.title());
            Found found = search.findSimilar(present, filter, limit).orElse(null);
            if (found == null) {
                return Optional.empty();
            }
            List<SearchEntry> entries =
                    entries(
                            search,
                            query,
                            found.hits(),
                            found.hits(),
                            SearchSort.RELEVANCE,
                            new HashMap<>());
            return Optional.of(
                    new Similar(
                            paper,
                            page(found.by(), entries, null, null, null),
                            search.knowsMeaning()));
        });
    }

    /** Whether there is, or was, a paper of this id. */
    public boolean knows(PaperId id) {
        return readModel.knows(id);
    }

    private <T> T run(Task<T> task) {
        PaperSearch search = index.search();
        try (FairPlaces.Place _ = place()) {
            return task.ask(search);
        } catch (PaperIndex.TooManyClausesException e) {
            throw new ProblemException(
                    Problem.of(400, "The query has too many parts. Ask for fewer at once."), e);
        } catch (IOException e) {
            throw index.failed(search, e);
        }
    }

    private FairPlaces.Place place() {
        try {
            return switch (places.take(client.address(), settings.patience())) {
                case FairPlaces.Place place -> place;
                case FairPlaces.Refusal _ ->
                        throw new UnavailableException("Too many searches at a time.");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("The service stops.", e);
        }
    }

    private List<SearchEntry> entries(
            PaperSearch search,
            SearchQuery query,
            List<Hit> all,
            List<Hit> shown,
            SearchSort sort,
            Map<PaperId, Score> scores)
            throws IOException {
        Map<PaperId, Integer> ranks = new HashMap<>();
        all.forEach(hit -> ranks.put(hit.id(), ranks.size() + 1));
        Map<PaperId, Paper> papers = search.papers(shown.stream().map(Hit::id).toList());
        Matching matching = Matching.of(query);
        List<SearchEntry> entries = new ArrayList<>();
        for (Hit hit : shown) {
            Paper paper = papers.get(hit.id());
            if (paper != null) {
                Score score =
                        sort == SearchSort.RELEVANCE || sort == SearchSort.NEWEST
                                ? readModel.findScore(hit.id()).orElse(null)
                                : scores.get(hit.id());
                entries.add(
                        new SearchEntry(
                                ranks.getOrDefault(hit.id(), 1),
                                hit.relevance(),
                                matching.match(hit, paper),
                                Sorting.value(score, sort),
                                score == null ? List.of() : score.reasons(),
                                PaperSummary.of(paper).forRanking()));
            }
        }
        return entries;
    }

    private Page page(
            By by,
            List<SearchEntry> entries,
            @Nullable String next,
            @Nullable String didYouMean,
            @Nullable NotFound notFound) {
        Counter.builder("papertide.searches")
                .tag("by", by.wireName())
                .description("Searches that were answered, by what papers were found by")
                .register(registry)
                .increment();
        return new Page(by, entries, next, index.unread(), didYouMean, notFound);
    }
}
