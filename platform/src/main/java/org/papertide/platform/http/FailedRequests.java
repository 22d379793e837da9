package org.papertide.platform.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.stream.IntStream;

/**
 * Gives what fails outside of resources the one shape: an address that cannot be decoded, a request
 * that names no host. The framework would answer with a page of its own, with an id of the error,
 * or with the status alone.
 *
 * <p>What fails here by our own fault goes on to the framework, which logs it.
 */
@Singleton
class FailedRequests {

    private final Refusals refusals;

    FailedRequests(Refusals refusals) {
        this.refusals = refusals;
    }

    void register(@Observes Router router) {
        router.route()
                .order(Integer.MIN_VALUE)
                .handler(this::readParameters)
                .failureHandler(this::answerOrPassOn);
        // Of an address that cannot be decoded no route is asked.
        IntStream.range(400, 500).forEach(status -> router.errorHandler(status, this::answer));
    }

    /**
     * Fails where they cannot be decoded: of a resource the framework answers that without a word.
     */
    private void readParameters(RoutingContext request) {
        request.queryParams();
        request.next();
    }

    private void answerOrPassOn(RoutingContext request) {
        if (request.statusCode() >= 400 && request.statusCode() < 500) {
            answer(request);
        } else {
            request.next();
        }
    }

    private void answer(RoutingContext request) {
        int status = request.statusCode();
        Response.Status known = Response.Status.fromStatusCode(status);
        refusals.refuse(
                request,
                Problem.of(
                        status,
                        known == null || status == 400
                                ? "The request cannot be read."
                                : known.getReasonPhrase() + "."));
    }
}
