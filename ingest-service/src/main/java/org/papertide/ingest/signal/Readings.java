package org.papertide.ingest.signal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.StatelessSession;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;

/**
 * The readings taken, unique per paper, metric, source and observed time: which of some are new,
 * and what moves with a paper.
 */
public final class Readings {

    private static final Comparator<Signal> STABLE =
            Comparator.comparing(Signal::paperId)
                    .thenComparing(Signal::metric)
                    .thenComparing(Signal::source)
                    .thenComparing(Signal::observedAt);

    private Readings() {}

    /**
     * Keeps the readings that are not kept yet. Of two with the same paper, metric, source and time
     * the first stays.
     *
     * @return the new ones, in the order of their times
     */
    public static List<Signal> keep(StatelessSession session, List<Signal> readings, Instant now) {
        if (readings.isEmpty()) {
            return List.of();
        }
        // In one order everywhere, so that two pushes of the same readings wait for each other
        // instead of for ever.
        List<Signal> sorted = readings.stream().sorted(STABLE).toList();
        return session.doReturningWork(connection -> insert(connection, sorted, now));
    }

    /**
     * Moves the readings kept under some identities to the papers that these belong to now.
     *
     * @param moves from an old identity to the new one
     * @param since of readings observed before it, only the last per metric and source is returned
     * @return those to be published again, under the new identity and with their own times
     */
    public static List<Signal> move(
            StatelessSession session, Map<PaperId, PaperId> moves, Instant since, Instant now) {
        session.doWork(connection -> moveCounts(connection, moves));
        List<Signal> old = session.doReturningWork(c -> ofPapers(c, moves.keySet()));
        if (old.isEmpty()) {
            return List.of();
        }
        List<Signal> moved = old.stream().map(reading -> at(reading, moves)).toList();
        List<Signal> kept = keep(session, moved, now);
        session.doWork(connection -> delete(connection, moves.keySet()));
        List<Signal> published = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            Signal reading = kept.get(i);
            if (!reading.observedAt().isBefore(since) || isLast(kept, i)) {
                published.add(reading);
            }
        }
        return published;
    }

    /** The last reading per metric and source, and how many are kept, of one paper. */
    public static List<Signal> last(StatelessSession session, PaperId paper) {
        String sql =
                "select distinct on (metric, source) paper, metric, source, observed_at, value"
                        + " from reading where paper = ?"
                        + " order by metric, source, observed_at desc";
        return session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, paper.value());
                return read(select);
            }
        });
    }

    /** Those of some identities of which readings are kept. */
    public static Set<PaperId> papersAmong(StatelessSession session, Collection<PaperId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return session.doReturningWork(connection -> {
            Set<PaperId> papers = new HashSet<>();
            try (PreparedStatement select =
                    connection.prepareStatement(
                            "select distinct paper from reading where paper = any (?)")) {
                select.setArray(1, texts(connection, ids.stream().map(PaperId::value).toList()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        papers.add(new PaperId(rows.getString(1)));
                    }
                }
            }
            return papers;
        });
    }

    private static boolean isLast(List<Signal> inOrder, int index) {
        Signal reading = inOrder.get(index);
        return inOrder.subList(index + 1, inOrder.size()).stream()
                .noneMatch(later ->
                        later.paperId().equals(reading.paperId())
                                && later.metric().equals(reading.metric())
                                && later.source().equals(reading.source()));
    }

    private static Signal at(Signal reading, Map<PaperId, PaperId> moves) {
        PaperId paper = moves.getOrDefault(reading.paperId(), reading.paperId());
        return new Signal(
                paper, reading.metric(), reading.value(), reading.observedAt(), reading.source());
    }

    private static List<Signal> insert(Connection connection, List<Signal> readings, Instant now)
            throws SQLException {
        String sql =
                """
                insert into reading (paper, metric, source, observed_at, value, recorded_at)
                select r.paper, r.metric, r.source, r.observed_at::timestamptz, r.value, ?
                from unnest(?, ?, ?, ?, ?) as r (paper, metric, source, observed_at, value)
                on conflict do nothing
                returning paper, metric, source, observed_at, value
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, now.atOffset(ZoneOffset.UTC));
            insert.setArray(
                    2, texts(connection, readings.stream().map(r -> r.paperId().value()).toList()));
            insert.setArray(3, texts(connection, readings.stream().map(Signal::metric).toList()));
            insert.setArray(4, texts(connection, readings.stream().map(Signal::source).toList()));
            insert.setArray(
                    5,
                    texts(
                            connection,
                            readings.stream().map(r -> r.observedAt().toString()).toList()));
            insert.setArray(
                    6,
                    connection.createArrayOf(
                            "bigint", readings.stream().map(Signal::value).toArray()));
            return read(insert).stream().sorted(Comparator.comparing(Signal::observedAt)).toList();
        }
    }

    private static List<Signal> ofPapers(Connection connection, Collection<PaperId> papers)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select paper, metric, source, observed_at, value from reading"
                                + " where paper = any (?) order by observed_at")) {
            select.setArray(1, texts(connection, papers.stream().map(PaperId::value).toList()));
            return read(select);
        }
    }

    /** Counts of pushed increments add up: what either identity was pushed was the same paper's. */
    private static void moveCounts(Connection connection, Map<PaperId, PaperId> moves)
            throws SQLException {
        String sql =
                """
                with moves (old, paper) as (select * from unnest(?, ?)),
                gone as (
                    delete from counter c using moves m where c.paper = m.old
                    returning m.paper, c.metric, c.source, c.value, c.last_observed_at)
                insert into counter as c (paper, metric, source, value, last_observed_at)
                select paper, metric, source, sum(value), max(last_observed_at) from gone
                group by paper, metric, source
                on conflict (paper, metric, source) do update
                set value = c.value + excluded.value,
                    last_observed_at = greatest(c.last_observed_at, excluded.last_observed_at)
                """;
        List<Map.Entry<PaperId, PaperId>> pairs = List.copyOf(moves.entrySet());
        try (PreparedStatement move = connection.prepareStatement(sql)) {
            move.setArray(
                    1, texts(connection, pairs.stream().map(p -> p.getKey().value()).toList()));
            move.setArray(
                    2, texts(connection, pairs.stream().map(p -> p.getValue().value()).toList()));
            move.executeUpdate();
        }
    }

    private static void delete(Connection connection, Collection<PaperId> papers)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from reading where paper = any (?)")) {
            delete.setArray(1, texts(connection, papers.stream().map(PaperId::value).toList()));
            delete.executeUpdate();
        }
    }

    private static List<Signal> read(PreparedStatement statement) throws SQLException {
        List<Signal> readings = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                readings.add(
                        new Signal(
                                new PaperId(rows.getString(1)),
                                rows.getString(2),
                                rows.getLong(5),
                                rows.getObject(4, OffsetDateTime.class).toInstant(),
                                rows.getString(3)));
            }
        }
        return readings;
    }

    private static Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
