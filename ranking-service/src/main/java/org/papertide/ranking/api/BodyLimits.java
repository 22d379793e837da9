package org.papertide.ranking.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How large a body may be where anybody may send one. Quarkus has one limit for all paths, and that
 * is for the operator's models.
 *
 * <p>A body there must say how long it is: one that does not could be of any length.
 */
@Singleton
class BodyLimits {

    private static final int BEFORE_ROUTES = 140;

    /** In bytes: a question to a tool; 32 texts of 500 characters, be each of them escaped. */
    private static final Map<String, Long> LIMITS =
            Map.of("/mcp", 64L * 1024, "/api/v1/vectors", 128L * 1024);

    void register(@Observes Filters filters) {
        filters.register(BodyLimits::filter, BEFORE_ROUTES);
    }

    private static void filter(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        Optional<Integer> refusal =
                HttpMethod.POST.equals(request.method())
                        ? findRefusal(
                                exchange.normalizedPath(), request.getHeader("Content-Length"))
                        : Optional.empty();
        if (refusal.isEmpty()) {
            exchange.next();
            return;
        }
        // What is left of the body nobody reads.
        var _ =
                exchange.response()
                        .setStatusCode(refusal.get())
                        .putHeader("Connection", "close")
                        .end();
    }

    /**
     * The status that refuses a body, if it is refused.
     *
     * @param length as the request says; null if it does not
     */
    static Optional<Integer> findRefusal(String path, @Nullable String length) {
        Optional<Long> most =
                LIMITS.entrySet().stream()
                        .filter(each ->
                                path.equals(each.getKey()) || path.startsWith(each.getKey() + "/"))
                        .map(Map.Entry::getValue)
                        .findFirst();
        if (most.isEmpty()) {
            return Optional.empty();
        }
        if (length == null) {
            return Optional.of(411);
        }
        return length.matches("\\d{1,18}") && Long.parseLong(length) <= most.get()
                ? Optional.empty()
                : Optional.of(413);
    }
}
