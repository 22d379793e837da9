package org.papertide.ingest.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.jdbc.ReturningWork;
import org.papertide.events.Topic;

/**
 * Publishes what waits in the outbox and deletes it. One relay works at a time, over all replicas,
 * by an advisory lock that ends with its transaction; the others come away empty.
 */
final class Relay {

    /** Any number that no other advisory lock of this database has. */
    private static final int LOCK = 0x0b0c5;

    /** Records in memory at once: enough to keep the broker busy, and no more. */
    private static final int MAX_CHARACTERS = 8 * 1024 * 1024;

    private static final int FETCH_SIZE = 100;

    private final Transaction transaction;
    private final Publisher publisher;
    private final int batchSize;

    Relay(Transaction transaction, Publisher publisher, int batchSize) {
        this.transaction = transaction;
        this.publisher = publisher;
        this.batchSize = batchSize;
    }

    /** Runs work in a transaction of its own: commits, or rolls back if it throws. */
    @FunctionalInterface
    interface Transaction {
        Pass run(ReturningWork<Pass> work);
    }

    /** What one pass came to. */
    sealed interface Pass {

        /** Nothing waits, or another relay is at it. */
        record Idle() implements Pass {}

        /** Some records were published, and more may wait. */
        record Published(int records) implements Pass {}

        /** Not all that were sent were acknowledged: they wait on. */
        record Stuck(int records, int waiting) implements Pass {}
    }

    /**
     * Publishes the next records.
     *
     * @throws org.papertide.platform.database.DatabaseUnavailableException if it went away; what
     *     was published then is published again
     */
    Pass pass() throws InterruptedException {
        return transaction.run(this::pass);
    }

    private Pass pass(Connection connection) throws SQLException {
        if (!lock(connection)) {
            return new Pass.Idle();
        }
        List<OutboxRow> rows = next(connection);
        if (rows.isEmpty()) {
            return new Pass.Idle();
        }
        Set<Long> done = inOrder(rows, publish(rows));
        delete(connection, done);
        return done.size() == rows.size()
                ? new Pass.Published(done.size())
                : new Pass.Stuck(done.size(), rows.size() - done.size());
    }

    private Set<Long> publish(List<OutboxRow> rows) {
        try {
            return publisher.publish(rows);
        } catch (InterruptedException _) {
            // Ending: whatever was acknowledged meanwhile is published again at the next start.
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }

    /**
     * Those acknowledged of which no earlier record with the same key is left behind: deleting the
     * later one alone would make the earlier one the key's last record.
     */
    private static Set<Long> inOrder(List<OutboxRow> rows, Set<Long> acknowledged) {
        Set<String> stuck = new HashSet<>();
        Set<Long> done = new HashSet<>();
        for (OutboxRow row : rows) {
            if (!acknowledged.contains(row.id())) {
                stuck.add(row.orderKey());
            } else if (!stuck.contains(row.orderKey())) {
                done.add(row.id());
            }
        }
        return done;
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                        connection.prepareStatement(
                                "select pg_try_advisory_xact_lock(" + LOCK + ")");
                ResultSet answer = lock.executeQuery()) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private List<OutboxRow> next(Connection connection) throws SQLException {
        List<OutboxRow> rows = new ArrayList<>();
        int characters = 0;
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select id, topic, key, headers, value, created_at from outbox"
                                + " order by id limit ?")) {
            select.setInt(1, batchSize);
            select.setFetchSize(FETCH_SIZE);
            try (ResultSet found = select.executeQuery()) {
                while (characters < MAX_CHARACTERS && found.next()) {
                    OutboxRow row = row(found);
                    rows.add(row);
                    characters += row.size();
                }
            }
        }
        return rows;
    }

    private static OutboxRow row(ResultSet found) throws SQLException {
        return new OutboxRow(
                found.getLong(1),
                new OutboxRecord(
                        Topic.valueOf(found.getString(2)),
                        found.getString(3),
                        found.getString(4),
                        found.getString(5),
                        found.getObject(6, OffsetDateTime.class).toInstant()));
    }

    private static void delete(Connection connection, Set<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement delete =
                connection.prepareStatement("delete from outbox where id = any (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            delete.executeUpdate();
        }
    }
}
