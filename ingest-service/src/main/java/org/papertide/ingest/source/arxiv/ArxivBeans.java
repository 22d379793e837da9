package org.papertide.ingest.source.arxiv;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.papertide.ingest.source.ImportLimits;
import org.papertide.ingest.source.IncompletePapers;
import org.papertide.ingest.source.ListingFormat;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.Sleeper;
import org.papertide.ingest.source.fetch.HttpFetcher;

/** arXiv's three sources, which share one connection, and the forms of its listings. */
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

    @Produces
    @Singleton
    PaperSource query(ArxivClient client, ArxivSettings settings, Clock clock) {
        return new ArxivQuerySource(client, settings, clock);
    }

    @Produces
    @Singleton
    PaperSource feeds(ArxivClient client, ArxivSettings settings, Clock clock) {
        return new ArxivFeedSource(client, settings, clock);
    }

    @Produces
    @Singleton
    PaperSource lookup(
            ArxivClient client, IncompletePapers incomplete, ArxivSettings settings, Clock clock) {
        return new ArxivLookupSource(client, incomplete, settings, clock);
    }

    @Produces
    @Singleton
    ListingFormat atom(Clock clock) {
        return new AtomParser(clock);
    }

    @Produces
    @Singleton
    ListingFormat rss(Clock clock) {
        return new RssParser(clock);
    }

    @Produces
    @Singleton
    ListingFormat oai(Clock clock) {
        return new OaiParser(clock);
    }

    @Produces
    @Singleton
    ListingFormat jsonLines(Clock clock) {
        return new JsonLinesParser(clock);
    }
}
