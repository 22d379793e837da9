package org.papertide.ingest.catalogue;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.IncompletePapers;
import org.papertide.platform.database.Database;

/** The queue of papers to ask arXiv about; a paper leaves it when its categories are known. */
@Singleton
final class DatabaseIncompletePapers implements IncompletePapers {

    private final Database database;

    DatabaseIncompletePapers(Database database) {
        this.database = database;
    }

    @Override
    public List<PaperId> find(int limit, Instant askedBefore) {
        return database.inTransaction(session ->
                new PaperRepository_(session)
                        .incomplete(askedBefore, limit).stream().map(PaperId::new).toList());
    }

    @Override
    public void asked(List<PaperId> papers, Instant at, Instant newSince, Instant atIfNew) {
        String[] ids = papers.stream().map(PaperId::value).toArray(String[]::new);
        database.inTransaction(
                session -> new PaperRepository_(session).markAsked(ids, at, newSince, atIfNew));
    }
}
