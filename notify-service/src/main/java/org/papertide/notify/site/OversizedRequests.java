package org.papertide.notify.site;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.returned.SuppressionResource;
import org.papertide.notify.returned.webhook.ProviderWebhookResource;
import org.papertide.platform.http.Problem;

/**
 * Answers requests whose body is announced as larger than the limit of its path, before a byte of
 * it is read: programs receive a problem, readers a page. The framework would answer with the
 * status alone, and knows one limit for all paths: the largest. A body that is not announced is cut
 * off at the limit of its path.
 */
@Singleton
class OversizedRequests {

    /** Before the framework's own check, which has -2 where higher goes first. */
    private static final int PRIORITY = 100;

    /** After the framework's own check, which sets its limit for bodies that are not announced. */
    private static final int AFTER_FRAMEWORK = 1;

    /** A request is a few fields. */
    private static final long USUAL = 16 * 1024L;

    private final ErrorPages pages;
    private final long largest;

    OversizedRequests(
            ErrorPages pages,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.pages = pages;
        this.largest = limit.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
        filters.register(this::bound, AFTER_FRAMEWORK);
    }

    private void bound(RoutingContext request) {
        request.put(VertxInputStream.MAX_REQUEST_SIZE_KEY, limit(request.normalizedPath()));
        request.next();
    }

    private long limit(String path) {
        if (path.equals(SuppressionResource.PATH)) {
            return largest;
        }
        return path.startsWith(ProviderWebhookResource.PATH)
                ? ProviderWebhookResource.MAX_BYTES
                : USUAL;
    }

    private void check(RoutingContext request) {
        long limit = limit(request.normalizedPath());
        if (bytes(request.request().getHeader(HttpHeaders.CONTENT_LENGTH)) <= limit) {
            request.next();
            return;
        }
        pages.refuse(
                request, Problem.of(413, "The body has more than %d kB.".formatted(limit / 1024)));
    }

    private static long bytes(@Nullable String header) {
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
