package org.papertide.ingest.catalogue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.IncompletePapers;
import org.papertide.platform.database.Database;

/** The queue of papers to ask arXiv about; a paper leaves it when its categories are known. */
final class DatabaseIncompletePapers implements IncompletePapers {

    private final Database database;

    DatabaseIncompletePapers(Database database) {
        this.database = database;
    }

    @Override
    public List<PaperId> find(int limit, Instant askedBefore) {
        return database.inTransaction(
                session -> session.doReturningWork(c -> find(c, limit, askedBefore)));
    }

    @Override
    public void asked(List<PaperId> papers, Instant at) {
        database.inTransaction(session -> session.doReturningWork(c -> asked(c, papers, at)));
    }

    private static List<PaperId> find(Connection connection, int limit, Instant askedBefore)
            throws SQLException {
        List<PaperId> papers = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        select paper from incomplete where asked_at is null or asked_at < ?
                        order by asked_at nulls first, first_seen desc, paper desc limit ?
                        """)) {
            select.setObject(1, askedBefore.atOffset(ZoneOffset.UTC));
            select.setInt(2, limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    papers.add(new PaperId(rows.getString(1)));
                }
            }
        }
        return papers;
    }

    private static int asked(Connection connection, List<PaperId> papers, Instant at)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "update incomplete set asked_at = ? where paper = any (?)")) {
            update.setObject(1, at.atOffset(ZoneOffset.UTC));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "text", papers.stream().map(PaperId::value).toArray()));
            return update.executeUpdate();
        }
    }
}
