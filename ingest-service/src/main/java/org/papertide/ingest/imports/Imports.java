package org.papertide.ingest.imports;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.papertide.ingest.catalogue.Catalogue;
import org.papertide.ingest.source.Formats;
import org.papertide.ingest.source.Limits;
import org.papertide.ingest.source.ListingFormat;

/** Puts the importer together. */
@ApplicationScoped
class Imports {

    @Produces
    @Singleton
    Importer importer(
            @All List<ListingFormat> formats,
            Limits limits,
            Catalogue catalogue,
            Clock clock,
            ImportSettings settings) {
        return new Importer(new Formats(formats, limits), catalogue, clock, settings);
    }
}
