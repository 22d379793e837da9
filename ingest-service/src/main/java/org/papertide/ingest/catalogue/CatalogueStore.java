package org.papertide.ingest.catalogue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.papertide.events.PaperId;
import org.papertide.ingest.signal.Readings;

/** The catalogue's tables, read and written for a whole batch at once. */
final class CatalogueStore {

    /** Any number that no other advisory lock of this database has. */
    private static final int WRITER_LOCK = 0x9a9e7;

    private static final String ALIASES = "select key, paper from alias where key = any (?)";
    private static final String TITLES =
            "select title, paper from paper_title where title = any (?)";

    private CatalogueStore() {}

    /** Waits until no other transaction writes the catalogue; holds until this one ends. */
    static void lockExclusively(StatelessSession session) {
        execute(session, "select pg_advisory_xact_lock(" + WRITER_LOCK + ")");
    }

    /** Waits until no transaction writes the catalogue; others may hold the same beside this. */
    static void lockShared(StatelessSession session) {
        execute(session, "select pg_advisory_xact_lock_shared(" + WRITER_LOCK + ")");
    }

    /** What is known of these identities, with the papers' rows locked. */
    static Known load(StatelessSession session, Collection<PaperId> ids) {
        Map<PaperId, PaperId> aliases = aliases(session, ids);
        List<PaperId> titleIds = ids.stream().filter(PaperId::isTitle).toList();
        Map<PaperId, Set<PaperId>> titles = new HashMap<>();
        pairs(session, TITLES, titleIds)
                .forEach(p -> titles.computeIfAbsent(p[0], _ -> new LinkedHashSet<>()).add(p[1]));
        Set<PaperId> wanted = new HashSet<>(ids);
        wanted.addAll(aliases.values());
        titles.values().forEach(wanted::addAll);
        Map<PaperId, CataloguePaper> papers = papers(session, wanted);
        Set<PaperId> awaited = new HashSet<>(titleIds);
        awaited.removeAll(papers.keySet());
        awaited.removeAll(aliases.keySet());
        return new Known(papers, aliases, titles, Readings.papersAmong(session, awaited));
    }

    /** The papers that some identities belong to by now, where these are aliases. */
    static Map<PaperId, PaperId> aliases(StatelessSession session, Collection<PaperId> ids) {
        Map<PaperId, PaperId> aliases = new HashMap<>();
        pairs(session, ALIASES, ids).forEach(pair -> aliases.put(pair[0], pair[1]));
        return aliases;
    }

    /** Writes down all changes but readings and outbox. */
    static void save(StatelessSession session, Changes changes, Instant now) {
        if (!changes.added().isEmpty()) {
            session.insertMultiple(
                    changes.added().stream().map(paper -> new PaperRow(paper, now)).toList());
        }
        if (!changes.changed().isEmpty()) {
            session.updateMultiple(
                    changes.changed().stream().map(paper -> new PaperRow(paper, now)).toList());
        }
        session.doWork(connection -> saveNames(connection, changes));
        session.doWork(connection -> saveIncomplete(connection, changes, now));
    }

    private static Map<PaperId, CataloguePaper> papers(
            StatelessSession session, Collection<PaperId> ids) {
        Map<PaperId, CataloguePaper> papers = new HashMap<>();
        session.createNativeQuery(
                        "select * from paper where id = any (:ids) order by id for no key update",
                        PaperRow.class)
                .setParameter("ids", values(ids))
                .getResultList()
                .forEach(row -> papers.put(row.paper().id(), row.paper()));
        return papers;
    }

    private static void saveNames(Connection connection, Changes changes) throws SQLException {
        List<PaperId[]> titles =
                changes.titles().entrySet().stream()
                        .flatMap(e -> e.getValue().stream().map(p -> new PaperId[] {e.getKey(), p}))
                        .toList();
        write(
                connection,
                "insert into paper_title (title, paper) select * from unnest(?, ?)"
                        + " on conflict do nothing",
                titles);
        List<PaperId[]> aliases =
                changes.aliases().entrySet().stream()
                        .map(e -> new PaperId[] {e.getKey(), e.getValue()})
                        .toList();
        write(
                connection,
                "insert into alias (key, paper) select * from unnest(?, ?)"
                        + " on conflict (key) do update set paper = excluded.paper",
                aliases);
        List<PaperId[]> merged =
                aliases.stream().filter(pair -> changes.merged().contains(pair[0])).toList();
        write(
                connection,
                """
                with moved (old, paper) as (select * from unnest(?, ?)),
                gone as (
                    delete from paper_title t using moved m where t.paper = m.old
                    returning t.title, m.paper)
                insert into paper_title (title, paper) select title, paper from gone
                on conflict do nothing
                """,
                merged);
    }

    private static void saveIncomplete(Connection connection, Changes changes, Instant now)
            throws SQLException {
        List<CataloguePaper> incomplete =
                Stream.concat(changes.added().stream(), changes.changed().stream())
                        .filter(CataloguePaper::isIncomplete)
                        .toList();
        List<PaperId> complete =
                changes.changed().stream()
                        .filter(paper -> !paper.isIncomplete())
                        .map(CataloguePaper::id)
                        .toList();
        if (!incomplete.isEmpty()) {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "insert into incomplete (paper, first_seen)"
                                    + " select p, ? from unnest(?) p on conflict do nothing")) {
                insert.setObject(1, now.atOffset(ZoneOffset.UTC));
                List<PaperId> ids = incomplete.stream().map(CataloguePaper::id).toList();
                insert.setArray(2, connection.createArrayOf("text", values(ids)));
                insert.executeUpdate();
            }
        }
        if (!complete.isEmpty()) {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from incomplete where paper = any (?)")) {
                delete.setArray(1, connection.createArrayOf("text", values(complete)));
                delete.executeUpdate();
            }
        }
    }

    private static void write(Connection connection, String sql, List<PaperId[]> pairs)
            throws SQLException {
        if (pairs.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int column = 0; column < 2; column++) {
                int index = column;
                Object[] values = pairs.stream().map(pair -> pair[index].value()).toArray();
                statement.setArray(column + 1, connection.createArrayOf("text", values));
            }
            statement.executeUpdate();
        }
    }

    private static List<PaperId[]> pairs(
            StatelessSession session, String sql, Collection<PaperId> ids) {
        List<PaperId[]> pairs = new ArrayList<>();
        query(
                session,
                sql,
                ids,
                rows ->
                        pairs.add(
                                new PaperId[] {
                                    new PaperId(rows.getString(1)), new PaperId(rows.getString(2))
                                }));
        return pairs;
    }

    private static void query(
            StatelessSession session, String sql, Collection<PaperId> ids, RowReader reader) {
        if (ids.isEmpty()) {
            return;
        }
        session.doWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(1, connection.createArrayOf("text", values(ids)));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        reader.read(rows);
                    }
                }
            }
        });
    }

    private static void execute(StatelessSession session, String sql) {
        session.doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.execute();
            }
        });
    }

    private static String[] values(Collection<PaperId> ids) {
        return ids.stream().map(PaperId::value).sorted().toArray(String[]::new);
    }

    /** Reads one row. */
    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet rows) throws SQLException;
    }
}
