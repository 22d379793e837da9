package org.papertide.notify.delivery;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/** Where readers find the site: the links in mails lead there. */
@ConfigMapping(prefix = "papertide.site")
public interface SiteSettings {

    /** Such as {@code https://papertide.example}; https makes one-click unsubscription work. */
    URI baseUrl();

    /** The address of a path on the site. */
    default String link(String path) {
        String base = baseUrl().toASCIIString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }
}
