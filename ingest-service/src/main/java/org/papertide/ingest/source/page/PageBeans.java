package org.papertide.ingest.source.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.papertide.ingest.source.ListingFormat;

/** The form of captured pages. */
@ApplicationScoped
class PageBeans {

    @Produces
    @Singleton
    ListingFormat page(Clock clock) {
        return new PageParser(clock);
    }
}
