package org.papertide.notify.ranking;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** One client for all that is asked. */
class RankingServiceBeans {

    @Produces
    @Singleton
    RankingService service(RankingServiceSettings settings) {
        return new RankingService(settings.url(), settings.timeout());
    }

    void close(@Disposes RankingService service) {
        service.close();
    }

    @Produces
    @Singleton
    TextReader texts(RankingService service) {
        return new HttpTextReader(service);
    }

    @Produces
    @Singleton
    RankingSearch search(RankingService service) {
        return new HttpRankingSearch(service);
    }
}
