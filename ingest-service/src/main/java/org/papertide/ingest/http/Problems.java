package org.papertide.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.papertide.ingest.running.DatabaseUnavailableException;

/** Every error of this service as a problem; what nobody expected is logged, and not told. */
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return e.problem().response();
    }

    @ServerExceptionMapper
    Response problem(WebApplicationException e) {
        Response given = e.getResponse();
        if (given.hasEntity() || given.getStatus() < 400) {
            return given;
        }
        // A body that is no JSON comes as the cause.
        String detail =
                e.getCause() instanceof JsonProcessingException json
                        ? detail(json)
                        : String.valueOf(e.getMessage());
        return Response.fromResponse(given)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(given.getStatus(), detail))
                .build();
    }

    @ServerExceptionMapper
    Response problem(JsonProcessingException e) {
        return Problem.of(400, detail(e)).response();
    }

    @ServerExceptionMapper
    Response problem(DatabaseUnavailableException e) {
        LOG.warnf("a request could not be served: %s", e.getMessage());
        Response response =
                Problem.of(503, "The database cannot be reached; try again later.").response();
        return Response.fromResponse(response).header("Retry-After", 5).build();
    }

    @ServerExceptionMapper
    Response problem(Throwable e) {
        LOG.error("a request failed", e);
        return Problem.of(500, "Something went wrong here; it is in the log.").response();
    }

    private static String detail(JsonProcessingException e) {
        StringBuilder detail = new StringBuilder();
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            mapping.getPath()
                    .forEach(step ->
                            detail.append(
                                    step.getFieldName() == null
                                            ? "[" + step.getIndex() + "]"
                                            : (detail.isEmpty() ? "" : ".") + step.getFieldName()));
            detail.append(": ");
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message =
                cause instanceof JsonProcessingException json
                        ? json.getOriginalMessage()
                        : cause.getMessage();
        return detail.append(message).toString();
    }
}
