package org.papertide.platform.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Health and metrics have a port of their own, which readers cannot reach in a cluster. On one
 * machine they can answer on the main port as well: {@code papertide.management.on-main-port}.
 *
 * <p>The other port's router handles the request within the process. An HTTP request to the own
 * port would need a client, and would time out while that port is starting.
 */
@Singleton
class ManagementPort {

    /** Before the resources, which answer 404 to unknown paths. */
    private static final int FIRST = -1;

    private volatile @Nullable Router management;

    void learnRouter(@Observes ManagementInterface port) {
        management = port.router();
    }

    /**
     * @param onMainPort Health and metrics ({@code /q/…}) answer on the main port, too: for a
     *     machine that nobody else reaches
     */
    void addRoutes(
            @Observes Router main,
            @ConfigProperty(name = "papertide.management.on-main-port", defaultValue = "false")
                    boolean onMainPort) {
        if (onMainPort) {
            // A path here would be cut off before the other router compares its own.
            main.route().order(FIRST).handler(this::forward);
        }
    }

    private void forward(RoutingContext request) {
        Router router = management;
        String path = request.normalizedPath();
        if (router != null && (path.startsWith("/q/health") || path.startsWith("/q/metrics"))) {
            router.handleContext(request);
        } else {
            request.next();
        }
    }
}
