package org.papertide.ranking.api.assistant;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.papertide.platform.guard.ClientAddress;
import org.papertide.platform.guard.Clients;

/** How often one client may ask as an assistant. */
@Singleton
class AssistantLimit {

    static final int BEFORE_ROUTES = 150;

    private final Clients requests;
    private final RequestsPerMinute limit;

    AssistantLimit(Clients requests, AssistantSettings settings) {
        this.requests = requests;
        this.limit = new RequestsPerMinute(settings.requestsPerMinute(), Ticker.systemTicker());
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, BEFORE_ROUTES);
    }

    private void filter(RoutingContext exchange) {
        if (AnyReplica.isAssistant(exchange.normalizedPath())
                && !limit.mayAsk(ClientAddress.of(requests.of(exchange.request())))) {
            var _ = exchange.response().setStatusCode(429).putHeader("Retry-After", "60").end();
        } else {
            exchange.next();
        }
    }
}
