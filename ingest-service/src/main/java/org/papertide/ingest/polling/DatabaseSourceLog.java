package org.papertide.ingest.polling;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.papertide.ingest.catalogue.BatchResult;
import org.papertide.ingest.catalogue.Catalogue;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.platform.database.Database;

/** Writes each source's status in the transaction of the items that came with it. */
@Singleton
final class DatabaseSourceLog implements SourceLog {

    private final Database database;
    private final Catalogue catalogue;
    private final SourceMeters meters;

    DatabaseSourceLog(Database database, Catalogue catalogue, SourceMeters meters) {
        this.database = database;
        this.catalogue = catalogue;
        this.meters = meters;
    }

    @Override
    public Optional<Entry> find(String source) {
        return database.inTransaction(
                session -> new SourceRepository_(session).find(source).map(SourceRow::entry));
    }

    @Override
    public SourceStatus record(
            String source,
            List<Item> items,
            Instant observedAt,
            Function<IngestCounts, SourceStatus> status) {
        record Written(BatchResult outcome, SourceStatus status) {}
        Written written =
                database.inTransaction(session -> {
                    BatchResult outcome = catalogue.take(session, items, observedAt);
                    IngestCounts taken = taken(outcome);
                    SourceStatus next = status.apply(taken);
                    write(session, source, next, taken);
                    return new Written(outcome, next);
                });
        catalogue.committed(written.outcome());
        meters.answered(written.status());
        return written.status();
    }

    /**
     * The host's lease leaves one writer per source; the row's lock is for a lease that ran out.
     */
    private static void write(
            StatelessSession session, String source, SourceStatus status, IngestCounts taken) {
        Optional<SourceRow> before = new SourceRepository_(session).lock(source);
        if (before.isPresent()) {
            IngestCounts total = before.get().entry().total().plus(taken);
            session.update(new SourceRow(status, total));
        } else {
            session.insert(new SourceRow(status, taken));
        }
    }

    private static IngestCounts taken(BatchResult outcome) {
        return new IngestCounts(
                outcome.added(),
                outcome.changed(),
                outcome.unchanged(),
                outcome.newSignals(),
                outcome.allRefused().size());
    }
}
