package org.papertide.ranking.api.assistant;

import io.quarkiverse.mcp.server.McpMethod;
import io.quarkiverse.mcp.server.runtime.McpRequest;
import io.quarkiverse.mcp.server.runtime.McpRequestValidator;
import io.quarkiverse.mcp.server.runtime.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/**
 * Accepts what a client only tells, such as that it has begun, and does nothing with it: without a
 * session there is nothing to do. The server would call it an unknown method; left out here it is
 * answered with 202 and no body, as the protocol says.
 */
@Singleton
class Notifications implements McpRequestValidator {

    @Override
    public <R extends McpRequest> Future<Boolean> validate(
            JsonObject message, R request, McpMethod method) {
        return Future.succeededFuture(Messages.isRequest(message));
    }
}
