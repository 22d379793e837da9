package org.papertide.platform.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Installs the guard of connections before the service's ports are opened. */
@Singleton
class ConnectionGuardBean implements HttpServerOptionsCustomizer {

    private final HttpSettings settings;
    private final Clients clients;

    @Inject
    ConnectionGuardBean(HttpSettings settings, Clients clients) {
        this.settings = settings;
        this.clients = clients;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        install();
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        install();
    }

    private void install() {
        ConnectionGuard.install(
                new ConnectionGuard.Limits(
                        settings.connections(),
                        settings.connectionsPerClient(),
                        clients::isTrusted,
                        settings.requestWithin(),
                        settings.longRequests().orElse(List.of())));
    }
}
