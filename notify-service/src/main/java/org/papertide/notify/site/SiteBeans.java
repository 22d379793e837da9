package org.papertide.notify.site;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.papertide.notify.message.Templates;

/** How the pages are put together. */
class SiteBeans {

    @Produces
    @Singleton
    Pages pages(Templates templates, Assets assets, Instance<SiteSettings> settings) {
        return new Pages(templates, assets, () -> Footer.of(settings.get()));
    }
}
