package org.papertide.notify.site;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** What the pages know of their surroundings. */
@ConfigMapping(prefix = "papertide.site")
public interface PageSettings {

    /** Where a local mail capture shows its mails; the page after subscribing links to it. */
    Optional<URI> inboxUrl();
}
