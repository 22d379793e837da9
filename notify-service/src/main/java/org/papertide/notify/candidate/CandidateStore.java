package org.papertide.notify.candidate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;

/** Scores and rankings in the database. */
public final class CandidateStore {

    private final Database database;

    public CandidateStore(Database database) {
        this.database = database;
    }

    /** Applies changes of {@code scores.v1}. */
    public void applyScores(List<RecordSink.Change<Score>> changes) {
        Map<String, RecordSink.Change<Score>> last = new LinkedHashMap<>();
        changes.forEach(change -> last.put(change.key(), change));
        List<String> gone = new ArrayList<>();
        List<Score> scores = new ArrayList<>();
        for (RecordSink.Change<Score> change : last.values()) {
            if (change.event() == null) {
                gone.add(change.key());
            } else {
                scores.add(change.event());
            }
        }
        // In one order everywhere, so that two processes do not wait for each other.
        scores.sort((a, b) -> a.paper().id().compareTo(b.paper().id()));
        database.run(session -> {
            if (!gone.isEmpty()) {
                Sql.update(
                        session,
                        "delete from candidate where paper_id = any(?)",
                        (Object) gone.stream().sorted().toArray(String[]::new));
            }
            if (!scores.isEmpty()) {
                upsert(session, scores);
                keepAliases(session, scores.stream().map(Score::paper).toList());
            }
        });
    }

    private static void upsert(StatelessSession session, List<Score> scores) {
        Sql.update(
                session,
                """
                insert into candidate (paper_id, score, day_rising, day_top, week_rising, week_top,
                    observed_at, body)
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (paper_id) do update set score = excluded.score,
                    day_rising = excluded.day_rising, day_top = excluded.day_top,
                    week_rising = excluded.week_rising, week_top = excluded.week_top,
                    observed_at = excluded.observed_at, body = excluded.body
                """,
                scores.stream().map(score -> score.paper().id().value()).toArray(String[]::new),
                scores.stream().map(Score::score).toArray(Double[]::new),
                values(scores, Window.DAY, Order.RISING),
                values(scores, Window.DAY, Order.TOP),
                values(scores, Window.WEEK, Order.RISING),
                values(scores, Window.WEEK, Order.TOP),
                scores.stream().map(Score::observedAt).toArray(Instant[]::new),
                scores.stream()
                        .map(score ->
                                new String(EventCodec.SCORE.encode(score), StandardCharsets.UTF_8))
                        .toArray(String[]::new));
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
        List<String> aliases = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (PaperSummary paper : papers) {
            for (PaperId alias : paper.aliases()) {
                if (!alias.equals(paper.id()) && !aliases.contains(alias.value())) {
                    aliases.add(alias.value());
                    ids.add(paper.id().value());
                }
            }
        }
        if (aliases.isEmpty()) {
            return;
        }
        String[] fresh =
                Sql.rows(
                                session,
                                """
                                insert into paper_alias (alias, paper_id)
                                select * from unnest(?, ?)
                                on conflict (alias) do update set paper_id = excluded.paper_id
                                    where paper_alias.paper_id <> excluded.paper_id
                                returning alias
                                """,
                                row -> row.getString(1),
                                aliases.toArray(String[]::new),
                                ids.toArray(String[]::new))
                        .toArray(String[]::new);
        if (fresh.length == 0) {
            return;
        }
        Sql.update(
                session,
                "update paper_alias old set paper_id = new.paper_id from paper_alias new"
                        + " where new.alias = any(?) and old.paper_id = new.alias",
                (Object) fresh);
        Sql.update(
                session,
                """
                insert into seen (subscriber_id, paper_id, delivery_id)
                select distinct on (s.subscriber_id, a.paper_id)
                    s.subscriber_id, a.paper_id, s.delivery_id
                from paper_alias a join seen s on s.paper_id = a.alias
                where a.alias = any(?)
                on conflict do nothing
                """,
                (Object) fresh);
    }

    /** The identity under which a paper is known now. */
    public String canonical(StatelessSession session, PaperId id) {
        return Sql.first(
                        session,
                        "select paper_id from paper_alias where alias = ?",
                        row -> row.getString(1),
                        id.value())
                .orElse(id.value());
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
            Sql.update(session, "delete from ranking where ranking_key = ?", change.key());
            return;
        }
        Sql.update(
                session,
                "insert into ranking (ranking_key, as_of, body) values (?, ?, ?)"
                        + " on conflict (ranking_key) do update"
                        + " set as_of = excluded.as_of, body = excluded.body",
                change.key(),
                ranking.asOf(),
                new String(EventCodec.RANKING.encode(ranking), StandardCharsets.UTF_8));
    }

    /** The last ranking of this key, or empty if none has come. */
    public Optional<Ranking> ranking(RankingKey key) {
        return database.inTransaction(session ->
                        Sql.first(
                                session,
                                "select body from ranking where ranking_key = ?",
                                row -> row.getString(1),
                                key.toString()))
                .flatMap(body -> event(EventCodec.RANKING, body));
    }

    /** The scores of these papers, for abstracts and details; unknown ones are left out. */
    public List<Score> scores(List<PaperId> ids) {
        return database
                .inTransaction(session ->
                        Sql.rows(
                                session,
                                "select body from candidate where paper_id = any(?)",
                                row -> row.getString(1),
                                (Object) ids.stream().map(PaperId::value).toArray(String[]::new)))
                .stream()
                .flatMap(body -> event(EventCodec.SCORE, body).stream())
                .toList();
    }

    /** The categories that have a ranking of this order and window, in alphabetical order. */
    public List<String> categories(Order order, Window window) {
        String prefix = new RankingKey(order, window, null) + "/";
        return database.inTransaction(session ->
                Sql.rows(
                        session,
                        "select substr(ranking_key, ?) from ranking"
                                + " where starts_with(ranking_key, ?) order by 1",
                        row -> row.getString(1),
                        prefix.length() + 1,
                        prefix));
    }

    /**
     * The first candidates in an order, best first.
     *
     * @param since scores older than that have left the window, though nobody said so
     */
    public List<Score> first(
            StatelessSession session, Order order, Window window, Instant since, int limit) {
        String column = window.wireName() + "_" + order.wireName();
        return Sql.rows(
                        session,
                        "select body from candidate where %s is not null and observed_at > ?"
                                        .formatted(column)
                                + " order by %s desc, paper_id limit ?".formatted(column),
                        row -> row.getString(1),
                        since,
                        limit)
                .stream()
                .flatMap(body -> event(EventCodec.SCORE, body).stream())
                .toList();
    }

    private static <T> Optional<T> event(EventCodec<T> codec, String body) {
        return codec.decode(body.getBytes(StandardCharsets.UTF_8)) instanceof Decoded.Event<T> e
                ? Optional.of(e.value())
                : Optional.empty();
    }
}
