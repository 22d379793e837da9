package org.papertide.ingest.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.hibernate.StatelessSession;

/** Where changes leave their events, in the transaction of the change. */
public final class Outbox {

    private final Runnable wakeRelay;

    /**
     * @param wakeRelay tells the relay that there is something to publish
     */
    public Outbox(Runnable wakeRelay) {
        this.wakeRelay = wakeRelay;
    }

    /** Adds records, in this order, to be published once the transaction has committed. */
    public void add(StatelessSession session, List<OutboxRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        session.doWork(connection -> insert(connection, records));
    }

    /** To be called after the commit: records are published at once instead of at the next look. */
    public void committed() {
        wakeRelay.run();
    }

    private static void insert(Connection connection, List<OutboxRecord> records)
            throws SQLException {
        // A plain batch, which the driver makes one statement of: a generated key read back row by
        // row, as an entity's would be, costs a round trip each.
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into outbox (topic, key, headers, value, created_at)"
                                + " values (?, ?, ?::jsonb, ?, ?)")) {
            for (OutboxRecord row : records) {
                insert.setString(1, row.topic().name());
                insert.setString(2, row.key());
                insert.setString(3, row.headers());
                insert.setString(4, row.value());
                insert.setObject(5, row.createdAt().atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
