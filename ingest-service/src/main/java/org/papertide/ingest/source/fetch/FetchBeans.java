package org.papertide.ingest.source.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The one HTTP client of all sources. */
@ApplicationScoped
class FetchBeans {

    @Produces
    @Singleton
    HttpFetcher web(HttpClientSettings settings) {
        return new HttpFetcher(settings);
    }

    void close(@Disposes HttpFetcher web) {
        web.close();
    }
}
