package org.papertide.notify.site;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
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
    Pages pages(Templates templates, Assets assets, Instance<SiteSettings> settings) {
        return new Pages(templates, assets, () -> settings.get().imprint().orElse(List.of()));
    }

    @Produces
    @Singleton
    FrontPage front(CandidateStore candidates, Clock clock) {
        return new FrontPage(new CandidateRankings(candidates), clock);
    }
}
