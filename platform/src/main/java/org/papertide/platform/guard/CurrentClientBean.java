package org.papertide.platform.guard;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The client of the present request. */
@Singleton
class CurrentClientBean implements CurrentClient {

    private static final ClientAddress OURS = new ClientAddress("the service itself");

    private final Clients clients;
    private final CurrentVertxRequest request;

    CurrentClientBean(Clients clients, CurrentVertxRequest request) {
        this.clients = clients;
        this.request = request;
    }

    @Override
    public ClientAddress address() {
        if (!Arc.container().requestContext().isActive()) {
            return OURS;
        }
        RoutingContext exchange = request.getCurrent();
        return exchange == null ? OURS : ClientAddress.of(clients.of(exchange.request()));
    }
}
