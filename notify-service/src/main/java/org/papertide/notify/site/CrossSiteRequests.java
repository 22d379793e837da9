package org.papertide.notify.site;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.http.Problem;

/**
 * Refuses what a page of another site makes a reader's browser send: else every visitor of that
 * page could be made to sign up strangers, each from an address of their own. Browsers say where a
 * request comes from ({@code Sec-Fetch-Site}, W3C Fetch Metadata; {@code Origin}, RFC 6454);
 * programs say nothing, and are let in.
 *
 * <p>One-click unsubscription (RFC 8058) is left out: mail providers post it from their own pages,
 * and its link is a secret.
 */
@Singleton
class CrossSiteRequests {

    /** After the check of the size, before the body is read. */
    private static final int PRIORITY = 90;

    private static final Set<HttpMethod> CHANGING =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private final ErrorPages pages;
    private final URI site;

    CrossSiteRequests(ErrorPages pages, SiteSettings settings) {
        this.pages = pages;
        this.site = settings.baseUrl();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!CHANGING.contains(request.method())
                || context.normalizedPath().startsWith("/unsubscribe/")
                || isFromHere(
                        request.getHeader("Sec-Fetch-Site"),
                        request.getHeader(HttpHeaders.ORIGIN),
                        request.getHeader(HttpHeaders.HOST),
                        site)) {
            context.next();
            return;
        }
        pages.refuse(context, Problem.of(403, "The request was sent by a page of another site."));
    }

    /**
     * Whether a request comes from one of our own pages, or from no page.
     *
     * @param fetchSite what a browser of today says
     * @param origin what every browser says of a form; {@code null} in letters where it hides it
     * @param host whom the request asks
     * @param site the address of the site
     */
    static boolean isFromHere(
            @Nullable String fetchSite, @Nullable String origin, @Nullable String host, URI site) {
        if (fetchSite != null) {
            return fetchSite.equals("same-origin") || fetchSite.equals("none");
        }
        if (origin == null) {
            return true;
        }
        URI from;
        try {
            from = URI.create(origin);
        } catch (IllegalArgumentException _) {
            return false;
        }
        String authority = from.getAuthority();
        if (authority == null) {
            return false;
        }
        // Whoever is between a reader and the site can answer for its host over plain HTTP.
        return authority.equalsIgnoreCase(site.getAuthority())
                ? site.getScheme().equalsIgnoreCase(from.getScheme())
                : authority.equalsIgnoreCase(host);
    }
}
