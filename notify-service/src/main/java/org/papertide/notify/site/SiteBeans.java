package org.papertide.notify.site;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.message.Templates;
import org.papertide.notify.running.Database;

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

    @Produces
    @Singleton
    MailArchive archive(Database database, Contents contents) {
        return id -> database.inTransaction(session -> contents.find(session, id));
    }
}
