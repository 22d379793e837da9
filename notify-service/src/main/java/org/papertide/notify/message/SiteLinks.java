package org.papertide.notify.message;

import java.net.URI;

/**
 * Addresses on the public site: the links in mails lead there.
 *
 * @param baseUrl such as {@code https://papertide.example}
 */
public record SiteLinks(URI baseUrl) {

    /** The address of a path on the site. */
    public String link(String path) {
        String base = baseUrl.toASCIIString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }

    /** Whether the site is for readers on this machine: no other can open its links. */
    public boolean isLocal() {
        String host = baseUrl.getHost();
        return host != null
                && (host.equals("localhost")
                        || host.endsWith(".localhost")
                        || host.equals("127.0.0.1")
                        || host.equals("[::1]"));
    }

    /** Whether readers come by https, which one-click unsubscription requires (RFC 8058). */
    public boolean isSecure() {
        return "https".equalsIgnoreCase(baseUrl.getScheme());
    }
}
