package org.papertide.ingest.catalogue;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.papertide.ingest.outbox.Outbox;
import org.papertide.ingest.running.Database;
import org.papertide.ingest.source.IncompletePapers;
import org.papertide.ingest.source.Leases;
import org.papertide.ingest.source.SourceLog;

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
    SourceLog sourceLog(Database database, Catalogue catalogue) {
        return new DatabaseSourceLog(database, catalogue);
    }

    @Produces
    @Singleton
    Leases leases(Database database, Clock clock) {
        return new DatabaseLeases(database, clock);
    }

    @Produces
    @Singleton
    IncompletePapers incompletePapers(Database database) {
        return new DatabaseIncompletePapers(database);
    }
}
