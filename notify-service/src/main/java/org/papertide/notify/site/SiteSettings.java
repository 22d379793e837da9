package org.papertide.notify.site;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Where readers find the site, and what its pages know of their surroundings. */
@ConfigMapping(prefix = "papertide.site")
public interface SiteSettings {

    /** Such as {@code https://papertide.example}; https makes one-click unsubscription work. */
    URI baseUrl();

    /**
     * Who is responsible for site and mails, line by line: name, postal address, how to reach them.
     * Many countries ask for it. It is in the footer of pages and mails.
     */
    Optional<List<String>> imprint();

    /** Where a local mail capture shows its mails; the page after subscribing links to it. */
    Optional<URI> inboxUrl();

    /**
     * Where the page on the event streams is, which ranking-service serves; the footer links to it.
     * Without it, {@code /streams} on this site, where a proxy leads there.
     */
    Optional<URI> streamsUrl();
}
