package org.papertide.ingest.outbox;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.hibernate.StatelessSession;

/** Where changes leave their events, in the transaction of the change. */
public final class Outbox {

    private final Runnable wakeRelay;

    /**
     * @param wakeRelay wakes the relay: there is something to publish
     */
    public Outbox(Runnable wakeRelay) {
        this.wakeRelay = wakeRelay;
    }

    /** Adds records, in this order, to be published once the transaction has committed. */
    public void add(StatelessSession session, List<OutboxRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        new OutboxRepository_(session)
                .add(
                        texts(records, row -> row.topic().name()),
                        texts(records, OutboxRecord::key),
                        texts(records, OutboxRecord::headers),
                        texts(records, OutboxRecord::value),
                        records.stream().map(OutboxRecord::createdAt).toArray(Instant[]::new));
    }

    /** To be called after the commit: records are published at once instead of at the next look. */
    public void committed() {
        wakeRelay.run();
    }

    private static String[] texts(
            List<OutboxRecord> records, Function<OutboxRecord, String> column) {
        return records.stream().map(column).toArray(String[]::new);
    }
}
