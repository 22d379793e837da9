package org.papertide.notify.candidate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.events.TextVector;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.platform.database.Database;

/** Scores, vectors and rankings in the database. */
public final class CandidateStore {

    private final Database database;
    private final AliasListener aliasListener;

    /**
     * @param aliasListener is called when papers become known under other identities
     */
    public CandidateStore(Database database, AliasListener aliasListener) {
        this.database = database;
        this.aliasListener = aliasListener;
    }

    /** Applies changes of {@code scores.v1}. */
    public void applyScores(List<RecordSink.Change<Score>> changes) {
        Map<String, RecordSink.Change<Score>> last = new LinkedHashMap<>();
        changes.forEach(change -> last.put(change.key(), change));
        List<String> gone = new ArrayList<>();
        List<ReceivedScore> scores = new ArrayList<>();
        for (RecordSink.Change<Score> change : last.values()) {
            if (change.event() == null) {
                gone.add(change.key());
            } else {
                scores.add(new ReceivedScore(change.event(), change.json()));
            }
        }
        // In one order everywhere, so that two processes do not wait for each other.
        scores.sort(Comparator.comparing(each -> each.score().paper().id()));
        database.run(session -> {
            if (!gone.isEmpty()) {
                new CandidateRepository_(session)
                        .delete(gone.stream().sorted().toArray(String[]::new));
            }
            if (!scores.isEmpty()) {
                upsert(session, scores);
                keepAliases(session, scores.stream().map(each -> each.score().paper()).toList());
            }
        });
    }

    /** A score and its event as it came. */
    private record ReceivedScore(Score score, String json) {}

    private static void upsert(StatelessSession session, List<ReceivedScore> received) {
        List<Score> scores = received.stream().map(ReceivedScore::score).toList();
        CandidateRepository repository = new CandidateRepository_(session);
        repository.upsert(
                scores.stream().map(score -> score.paper().id().value()).toArray(String[]::new),
                scores.stream().map(Score::score).toArray(Double[]::new),
                values(scores, Window.DAY, Order.RISING),
                values(scores, Window.DAY, Order.TOP),
                values(scores, Window.WEEK, Order.RISING),
                values(scores, Window.WEEK, Order.TOP),
                scores.stream().map(Score::observedAt).toArray(Instant[]::new),
                scores.stream().map(score -> score.paper().listed()).toArray(Instant[]::new),
                received.stream().map(ReceivedScore::json).toArray(String[]::new));
    }

    private static @Nullable Double[] values(List<Score> scores, Window window, Order order) {
        @Nullable Double[] values = new Double[scores.size()];
        for (int i = 0; i < values.length; i++) {
            WindowScore value = scores.get(i).windows().get(window);
            if (value != null && (order == Order.RISING || value.inTop())) {
                values[i] = value.value(order);
            }
        }
        return values;
    }

    /**
     * Remembers under which other names papers go; whoever has seen one under an old name has seen
     * it under the new one.
     */
    public void keepAliases(StatelessSession session, List<PaperSummary> papers) {
        // In one order everywhere, so that two processes do not wait for each other.
        SortedMap<String, String> aliases = new TreeMap<>();
        for (PaperSummary paper : papers) {
            for (PaperId alias : paper.aliases()) {
                if (!alias.equals(paper.id())) {
                    aliases.putIfAbsent(alias.value(), paper.id().value());
                }
            }
        }
        if (aliases.isEmpty()) {
            return;
        }
        CandidateRepository repository = new CandidateRepository_(session);
        String[] fresh =
                repository
                        .upsertAliases(
                                aliases.keySet().toArray(String[]::new),
                                aliases.values().toArray(String[]::new))
                        .toArray(String[]::new);
        if (fresh.length == 0) {
            return;
        }
        repository.shortenChains(fresh);
        List<PaperAlias> renamed = repository.aliases(fresh);
        aliasListener.renamed(
                session,
                renamed.stream().map(PaperAlias::alias).toArray(String[]::new),
                renamed.stream().map(PaperAlias::paperId).toArray(String[]::new));
    }

    /** The identity under which a paper is known now. */
    public String canonical(StatelessSession session, PaperId id) {
        return new CandidateRepository_(session).canonical(id.value()).orElse(id.value());
    }

    /** Applies changes of {@code rankings.v1}. */
    public void applyRankings(List<RecordSink.Change<Ranking>> changes) {
        Map<String, RecordSink.Change<Ranking>> last = new LinkedHashMap<>();
        changes.forEach(change -> last.put(change.key(), change));
        database.run(session ->
                last.values().stream()
                        .sorted((a, b) -> a.key().compareTo(b.key()))
                        .forEach(change -> apply(session, change)));
    }

    private static void apply(StatelessSession session, RecordSink.Change<Ranking> change) {
        Ranking ranking = change.event();
        if (ranking == null) {
            new CandidateRepository_(session).deleteRanking(change.key());
        } else {
            new CandidateRepository_(session)
                    .upsertRanking(change.key(), ranking.asOf(), change.json());
        }
    }

    /** The last ranking of this key, or empty if none has come. */
    public Optional<Ranking> ranking(RankingKey key) {
        return database.inTransaction(
                        session -> new CandidateRepository_(session).ranking(key.toString()))
                .flatMap(body -> event(EventCodec.RANKING, body));
    }

    /** When any ranking last changed, as of an instant; empty if none has come. */
    Optional<Instant> newestRanking(Instant at) {
        return database.inTransaction(session -> new CandidateRepository_(session).newest(at));
    }

    /**
     * Applies changes of {@code embeddings.v1}: a paper has the vectors of its last record.
     *
     * @param now when they come
     */
    public void applyEmbeddings(List<RecordSink.Change<Embedding>> changes, Instant now) {
        // In one order everywhere, so that two processes do not wait for each other.
        SortedMap<String, List<TextVector>> last = new TreeMap<>();
        for (RecordSink.Change<Embedding> change : changes) {
            Embedding embedding = change.event();
            last.put(change.key(), embedding == null ? List.of() : embedding.vectors());
        }
        List<String> papers = new ArrayList<>();
        List<TextVector> vectors = new ArrayList<>();
        last.forEach((paper, own) ->
                own.forEach(vector -> {
                    papers.add(paper);
                    vectors.add(vector);
                }));
        String[] kept = papers.toArray(String[]::new);
        String[] models =
                vectors.stream().map(vector -> vector.model().toString()).toArray(String[]::new);
        String[] bodies = vectors.stream().map(VectorJson::write).toArray(String[]::new);
        database.run(session -> {
            CandidateRepository repository = new CandidateRepository_(session);
            if (kept.length > 0) {
                repository.upsertVectors(kept, models, bodies, now);
            }
            repository.deleteOtherVectors(last.keySet().toArray(String[]::new), kept, models);
        });
    }

    /**
     * The vectors of papers, by their place in the list; one that is there twice has it twice.
     *
     * @param models whose vectors are wanted
     */
    public PaperVectors vectors(
            StatelessSession session, List<String> papers, Collection<String> models) {
        List<StoredVector> stored =
                papers.isEmpty() || models.isEmpty()
                        ? List.of()
                        : new CandidateRepository_(session)
                                .vectors(
                                        papers.stream().distinct().toArray(String[]::new),
                                        models.toArray(String[]::new));
        return vectors(papers, stored);
    }

    /**
     * The papers with a vector that were listed in the week before an instant, with their vectors
     * of the models that made most of them.
     *
     * @param atMost so many papers, the highest first
     */
    public RecentPapers recentPapers(StatelessSession session, Instant now, int atMost) {
        List<StoredVector> stored =
                new CandidateRepository_(session)
                        .recentVectors(now.minus(Window.WEEK.length()), atMost);
        // In the order in which they come first.
        List<String> papers = stored.stream().map(StoredVector::paperId).distinct().toList();
        return new RecentPapers(papers, vectors(papers, stored), history(session, now));
    }

    /** Which are kept is no matter of order: whoever comes first might have made up the others. */
    static PaperVectors vectors(List<String> papers, List<StoredVector> stored) {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int place = 0; place < papers.size(); place++) {
            places.computeIfAbsent(papers.get(place), _ -> new ArrayList<>()).add(place);
        }
        List<TextVector> read = stored.stream().map(each -> VectorJson.read(each.body())).toList();
        Set<PaperVectors.Kind> kept =
                PaperVectors.kept(read.stream().map(CandidateStore::kind).toList());
        PaperVectors vectors = new PaperVectors(papers.size());
        for (int row = 0; row < read.size(); row++) {
            TextVector vector = read.get(row);
            if (kept.contains(kind(vector))) {
                float[] numbers = vector.vector();
                places.getOrDefault(stored.get(row).paperId(), List.of())
                        .forEach(place -> vectors.put(place, vector.model().toString(), numbers));
            }
        }
        return vectors;
    }

    private static PaperVectors.Kind kind(TextVector vector) {
        return new PaperVectors.Kind(vector.model().toString(), vector.dimensions());
    }

    /** The scores of these papers, for abstracts and details; unknown ones are left out. */
    public List<Score> scores(List<PaperId> ids) {
        List<String> papers = ids.stream().map(PaperId::value).toList();
        return database.inTransaction(session -> scores(session, papers));
    }

    /** The same within a transaction. */
    public List<Score> scores(StatelessSession session, List<String> papers) {
        return decode(new CandidateRepository_(session).bodies(papers.toArray(String[]::new)));
    }

    /**
     * The same of papers under any of their identities, by these; a paper that has two of them is
     * there twice, and one that was withdrawn is not.
     */
    public Map<String, Score> scoresByName(StatelessSession session, Collection<String> names) {
        Map<String, String> canonical = new HashMap<>();
        names.forEach(name -> canonical.put(name, name));
        new CandidateRepository_(session)
                .aliases(names.toArray(String[]::new))
                .forEach(each -> canonical.put(each.alias(), each.paperId()));
        Map<String, Score> known = new HashMap<>();
        scores(session, canonical.values().stream().distinct().toList())
                .forEach(score -> known.put(score.paper().id().value(), score));
        Map<String, Score> byName = new HashMap<>();
        canonical.forEach((name, id) -> {
            Score score = known.get(id);
            if (score != null) {
                byName.put(name, score);
            }
        });
        return byName;
    }

    /** The score of a paper under any of its identities, if it is known. */
    public Optional<Score> score(PaperId id) {
        return database
                .inTransaction(session -> scores(session, List.of(canonical(session, id))))
                .stream()
                .findFirst();
    }

    /** The categories that have a ranking of this order and window, in alphabetical order. */
    public List<String> categories(Order order, Window window) {
        String prefix = new RankingKey(order, window, null) + "/";
        return database.inTransaction(
                session -> new CandidateRepository_(session).keysAfter(prefix));
    }

    /**
     * The first candidates in an order, best first.
     *
     * @param window a day or a week
     * @param since scores older than that have left the window, though no event reported it
     */
    public List<Score> first(
            StatelessSession session, Order order, Window window, Instant since, int limit) {
        CandidateRepository repository = new CandidateRepository_(session);
        boolean rising = order == Order.RISING;
        return decode(
                switch (window) {
                    case DAY ->
                            rising
                                    ? repository.dayRising(since, limit)
                                    : repository.dayTop(since, limit);
                    case WEEK ->
                            rising
                                    ? repository.weekRising(since, limit)
                                    : repository.weekTop(since, limit);
                    case MONTH ->
                            throw new IllegalArgumentException("window: no candidates of a month");
                });
    }

    /**
     * The candidates whose text was read only after an instant, best first: no theme could tell
     * before whether it wants them.
     *
     * @param listedAfter with {@code listedUntil}: those listed in between
     * @param models of the themes
     */
    public List<Score> readAfter(
            StatelessSession session,
            Instant instant,
            Instant listedAfter,
            Instant listedUntil,
            Collection<String> models,
            int atMost) {
        if (models.isEmpty()) {
            return List.of();
        }
        return decode(
                new CandidateRepository_(session)
                        .readAfter(
                                instant,
                                listedAfter,
                                listedUntil,
                                models.toArray(String[]::new),
                                atMost));
    }

    /** Of which days there are papers, and how many. */
    public History history(StatelessSession session, Instant now) {
        return History.of(
                new CandidateRepository_(session).listed(now.minus(History.LOOKED_AT), now), now);
    }

    private static List<Score> decode(List<String> bodies) {
        return bodies.stream().flatMap(body -> event(EventCodec.SCORE, body).stream()).toList();
    }

    private static <T> Optional<T> event(EventCodec<T> codec, String body) {
        return codec.decode(body.getBytes(StandardCharsets.UTF_8)) instanceof Decoded.Event<T> e
                ? Optional.of(e.value())
                : Optional.empty();
    }
}
