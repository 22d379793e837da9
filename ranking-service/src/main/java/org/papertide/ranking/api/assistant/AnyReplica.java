package org.papertide.ranking.api.assistant;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets every replica answer every request of an assistant, also after a restart. The tools keep
 * nothing between two calls, and a session is known to the process alone that began it.
 *
 * <p>So the name of a session is not read. Nothing is sent on the server's own account: GET, which
 * asks for a stream of that, and DELETE, which ends a session, get 405, as the protocol says for
 * servers without them. The older transport below {@code /mcp} is off: its answers come on a stream
 * of one process.
 */
@Singleton
class AnyReplica {

    private static final String PATH = "/mcp";

    private static final String SESSION = "Mcp-Session-Id";

    private static final int AFTER_LIMIT = AssistantLimit.BEFORE_ROUTES - 1;

    void register(@Observes Filters filters) {
        filters.register(AnyReplica::filter, AFTER_LIMIT);
    }

    /** Whether the path is of the protocol, of this transport or of the older one. */
    static boolean isAssistant(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    private static void filter(RoutingContext exchange) {
        String path = exchange.normalizedPath();
        if (!isAssistant(path)) {
            exchange.next();
        } else if (path.length() > PATH.length() + 1) {
            exchange.fail(404);
        } else if (!exchange.request().method().equals(HttpMethod.POST)) {
            exchange.response().putHeader("Allow", "POST");
            exchange.fail(405);
        } else {
            exchange.request().headers().remove(SESSION);
            exchange.next();
        }
    }
}
