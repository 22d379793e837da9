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
import org.papertide.ingest.source.arxiv.AtomParser;
import org.papertide.ingest.source.arxiv.JsonLinesParser;
import org.papertide.ingest.source.arxiv.OaiParser;
import org.papertide.ingest.source.arxiv.RssParser;
import org.papertide.ingest.source.huggingface.DailyPapersParser;
import org.papertide.ingest.source.page.PageParser;

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

    @Produces
    @Singleton
    ListingFormat pageParser(Clock clock) {
        return new PageParser(clock);
    }

    @Produces
    @Singleton
    ListingFormat atomParser(Clock clock) {
        return new AtomParser(clock);
    }

    @Produces
    @Singleton
    ListingFormat rssParser(Clock clock) {
        return new RssParser(clock);
    }

    @Produces
    @Singleton
    ListingFormat oaiParser(Clock clock) {
        return new OaiParser(clock);
    }

    @Produces
    @Singleton
    ListingFormat jsonLinesParser(Clock clock) {
        return new JsonLinesParser(clock);
    }

    @Produces
    @Singleton
    ListingFormat dailyPapersParser(Clock clock) {
        return new DailyPapersParser(clock);
    }
}
