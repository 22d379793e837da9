package org.papertide.platform.http;

import io.quarkus.arc.DefaultBean;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Problems at every address: where all clients are programs. */
@DefaultBean
@Singleton
public final class ProblemRefusals implements Refusals {

    @Override
    public void refuse(RoutingContext request, Problem problem) {
        send(request, problem.status(), Problem.MEDIA_TYPE, Json.encode(problem));
    }

    /** Sends an answer, and closes the connection behind it. */
    public static void send(RoutingContext request, int status, String type, String body) {
        HttpServerResponse answer = request.response();
        if (answer.ended() || answer.headWritten()) {
            return;
        }
        var _ =
                answer.setStatusCode(status)
                        .putHeader(HttpHeaders.CONTENT_TYPE, type)
                        .putHeader(HttpHeaders.CONNECTION, "close")
                        .endHandler(_ -> request.request().connection().close())
                        .end(body);
    }
}
