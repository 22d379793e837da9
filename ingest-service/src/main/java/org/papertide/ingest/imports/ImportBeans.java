package org.papertide.ingest.imports;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.papertide.ingest.catalogue.Catalogue;
import org.papertide.ingest.source.Formats;
import org.papertide.ingest.source.ImportLimits;
import org.papertide.ingest.source.ListingFormat;

/** Puts the importer together. */
@ApplicationScoped
class ImportBeans {

    @Produces
    @Singleton
    Importer importer(
            @All List<ListingFormat> formats,
            ImportLimits limits,
            Catalogue catalogue,
            Clock clock,
            ImportSettings settings) {
        return new Importer(new Formats(formats, limits), catalogue, clock, settings);
    }
}
