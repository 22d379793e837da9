package org.papertide.notify.site;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Where readers find the site, and what its pages know of their surroundings. */
@ConfigMapping(prefix = "papertide.site")
public interface SiteSettings {

    /** Such as {@code https://papertide.example}; https makes one-click unsubscription work. */
    URI baseUrl();

    /** Where a local mail capture shows its mails; the page after subscribing links to it. */
    Optional<URI> inboxUrl();
}
