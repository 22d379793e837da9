package org.papertide.notify.site;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.message.Templates;

/** How the pages are put together. */
class SiteBeans {

    @Produces
    @Singleton
    Assets assets() {
        return new Assets();
    }

    @Produces
    @Singleton
    Pages pages(Templates templates, Assets assets) {
        return new Pages(templates, assets);
    }

    @Produces
    @Singleton
    FrontPage front(CandidateStore candidates, Clock clock) {
        return new FrontPage(new CandidateRankings(candidates), clock);
    }
}
