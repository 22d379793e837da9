package org.papertide.ranking.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.Optional;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers whatever goes wrong with a problem. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;
    private static final int RETRY_SECONDS = 5;

    @ServerExceptionMapper
    Response told(ProblemException e) {
        return answer(e.problem());
    }

    /** What the framework refuses: no such path, method or media type. */
    @ServerExceptionMapper
    Response told(WebApplicationException e) {
        Response response = e.getResponse();
        Response.StatusType status = response.getStatusInfo();
        String detail = Optional.ofNullable(e.getMessage()).orElse(status.getReasonPhrase());
        return answer(Problem.of(status.getStatusCode(), status.getReasonPhrase(), detail));
    }

    /** A store that was there when it was looked up, and closed or moved while it was read. */
    @ServerExceptionMapper
    Response told(InvalidStateStoreException e) {
        LOG.debug("A store has gone while it was read", e);
        return answer(unavailable("stream: its stores are moving").problem());
    }

    @ServerExceptionMapper
    Response told(RuntimeException e) {
        LOG.error("A request failed", e);
        return answer(
                Problem.of(500, "Internal Server Error", "The request failed; it was logged."));
    }

    /** What is not ready yet, and what it waits for. */
    public static ProblemException unavailable(String missing) {
        return new ProblemException(
                Problem.of(UNAVAILABLE, "Service Unavailable", "Not ready yet: " + missing));
    }

    private static Response answer(Problem problem) {
        ResponseBuilder answer =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (problem.status() == UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (problem.status() == UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"papertide\"");
        }
        return answer.build();
    }
}
