package org.papertide.ingest.catalogue;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.papertide.ingest.outbox.Outbox;
import org.papertide.ingest.signal.PaperIdentities;
import org.papertide.ingest.source.IncompletePapers;
import org.papertide.platform.database.Database;

/** Puts the catalogue together. */
@ApplicationScoped
class CatalogueBeans {

    @Produces
    @Singleton
    Catalogue catalogue(Database database, Outbox outbox, Clock clock, MeterRegistry meters) {
        return new Catalogue(database, outbox, clock, new CatalogueMeters(meters));
    }

    @Produces
    @Singleton
    PaperIdentities identities() {
        return (session, ids) -> {
            CatalogueStore store = new CatalogueStore(session);
            store.lockShared();
            return store.aliases(ids);
        };
    }

    @Produces
    @Singleton
    IncompletePapers incompletePapers(Database database) {
        return new DatabaseIncompletePapers(database);
    }
}
