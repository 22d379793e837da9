package org.papertide.ingest.source.arxiv;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.papertide.ingest.source.ImportLimits;
import org.papertide.ingest.source.Sleeper;
import org.papertide.ingest.source.fetch.HttpFetcher;

/** The one client of arXiv's three sources: they share its connection and its pauses. */
@ApplicationScoped
class ArxivBeans {

    @Produces
    @Singleton
    ArxivClient client(
            HttpFetcher web,
            Clock clock,
            Sleeper pause,
            ArxivSettings settings,
            ImportLimits limits) {
        return new ArxivClient(web, clock, pause, settings.spacing(), limits);
    }
}
