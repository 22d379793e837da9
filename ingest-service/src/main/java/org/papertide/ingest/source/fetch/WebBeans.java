package org.papertide.ingest.source.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The one HTTP client of all sources. */
@ApplicationScoped
class WebBeans {

    @Produces
    @Singleton
    Web web(WebSettings settings) {
        return new Web(settings);
    }

    void close(@Disposes Web web) {
        web.close();
    }
}
