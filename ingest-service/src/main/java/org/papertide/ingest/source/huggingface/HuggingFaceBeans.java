package org.papertide.ingest.source.huggingface;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.papertide.ingest.source.ImportLimits;
import org.papertide.ingest.source.ListingFormat;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.fetch.HttpFetcher;

/** Hugging Face's source and the form of its listings. */
@ApplicationScoped
class HuggingFaceBeans {

    @Produces
    @Singleton
    PaperSource dailyPapers(
            HttpFetcher web, HuggingFaceSettings settings, Clock clock, ImportLimits limits) {
        return new DailyPapersSource(web, settings, clock, limits);
    }

    @Produces
    @Singleton
    ListingFormat dailyPapersFormat(Clock clock) {
        return new DailyPapersParser(clock);
    }
}
