package org.papertide.platform.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Health and metrics have a port of their own, which a cluster's readers cannot reach. On one
 * machine, where everybody may see them, they answer on the main port as well: {@code
 * papertide.management.on-main-port}.
 *
 * <p>The request is handled within the process by the other port's router; a request over HTTP to
 * oneself would need a client, and time out where the port is just starting.
 */
@Singleton
class ManagementPort {

    private volatile @Nullable Router management;

    void learnRouter(@Observes ManagementInterface port) {
        management = port.router();
    }

    void addRoutes(
            @Observes Router main,
            @ConfigProperty(name = "papertide.management.on-main-port", defaultValue = "false")
                    boolean onMainPort) {
        if (onMainPort) {
            main.route("/q/health*").handler(this::forward);
            main.route("/q/metrics*").handler(this::forward);
        }
    }

    private void forward(RoutingContext request) {
        Router router = management;
        if (router == null) {
            request.next();
        } else {
            router.handleContext(request);
        }
    }
}
