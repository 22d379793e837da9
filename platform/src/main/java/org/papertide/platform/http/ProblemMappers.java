package org.papertide.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.papertide.platform.loop.UnavailableException;

/** Turns every error of a service into a problem. An unexpected error is logged and not shown. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    /** What {@code VertxInputStream} says of a body above its limit. */
    private static final String FRAMEWORK_LIMIT = "Request too large";

    /**
     * Requests that the framework rejects: an unknown path, method or media type, a body that is
     * not JSON. What has an answer keeps it, as a {@link ProblemException} does.
     */
    @ServerExceptionMapper
    Response map(WebApplicationException e) {
        Response given = e.getResponse();
        if (given.hasEntity() || given.getStatus() < 400) {
            return given;
        }
        Problem problem =
                e.getCause() instanceof JsonProcessingException json
                        ? unreadable(json)
                        : Problem.of(
                                given.getStatus(),
                                Optional.ofNullable(e.getMessage())
                                        .orElse(given.getStatusInfo().getReasonPhrase()));
        return Response.fromResponse(given).type(Problem.MEDIA_TYPE).entity(problem).build();
    }

    @ServerExceptionMapper
    Response map(JsonProcessingException e) {
        return unreadable(e).response();
    }

    /** The framework has a form of its own for these, with the name of a class. */
    @ServerExceptionMapper
    Response map(MismatchedInputException e) {
        return unreadable(e).response();
    }

    /**
     * A body that did not come to its end, since the client has gone or is too slow, or that is too
     * large: the client's doing, and no news to the operator. Of one that is too large the
     * framework has answered the client by then.
     */
    @ServerExceptionMapper
    Response map(IOException e) {
        LOG.debug("The body of a request cannot be read.", e);
        return FRAMEWORK_LIMIT.equals(e.getMessage())
                ? Problem.of(413, "The body is too large.").response()
                : Problem.of(400, "The body is incomplete.").response();
    }

    /** All bad fields at once, by their names in the request. */
    @ServerExceptionMapper
    Response map(ConstraintViolationException e) {
        boolean ofAnswer =
                e.getConstraintViolations().stream()
                        .flatMap(each -> nodes(each.getPropertyPath()))
                        .anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE);
        if (ofAnswer) {
            return map((Throwable) e);
        }
        List<Problem.FieldError> errors =
                e.getConstraintViolations().stream()
                        .map(each -> new Problem.FieldError(field(each), each.getMessage()))
                        .distinct()
                        .sorted(
                                Comparator.comparing(Problem.FieldError::field)
                                        .thenComparing(Problem.FieldError::detail))
                        .toList();
        return Problem.of(errors).response();
    }

    /**
     * A check of a value that failed itself: the value is one that nobody thought of. The framework
     * would answer in a form of its own.
     */
    @ServerExceptionMapper
    Response map(ValidationException e) {
        if (!(e.getCause() instanceof RuntimeException)) {
            return map((Throwable) e);
        }
        LOG.error("A value of a request cannot be checked. status=400", e);
        return Problem.of(400, "The request has a value that cannot be checked.").response();
    }

    /**
     * Not logged here: the part that waits for the server logs when it goes and when it returns.
     */
    @ServerExceptionMapper
    Response map(UnavailableException e) {
        String message = String.valueOf(e.getMessage());
        LOG.debugf("A request cannot be served. status=503 error=\"%s\"", message);
        return Problem.of(503, message).response();
    }

    @ServerExceptionMapper
    Response map(Throwable e) {
        LOG.error("A request failed. status=500", e);
        return Problem.of(500, "Internal error; the log has the details.").response();
    }

    private static Problem unreadable(JsonProcessingException e) {
        String field = JsonFlaw.field(e);
        String detail = JsonFlaw.inWords(e);
        return field.isEmpty()
                ? Problem.of(400, "The body cannot be read. " + detail)
                : Problem.field(field, detail);
    }

    /**
     * The field's name in the request: without the method that was called and, in a body or a bean
     * of parameters, without the parameter that holds the field.
     */
    private static String field(ConstraintViolation<?> violation) {
        List<Path.Node> nodes = nodes(violation.getPropertyPath()).toList();
        boolean inside = nodes.stream().anyMatch(node -> node.getKind() == ElementKind.PROPERTY);
        ElementKind named = inside ? ElementKind.PROPERTY : ElementKind.PARAMETER;
        String field =
                nodes.stream()
                        .map(node ->
                                (node.getIndex() == null ? "" : "[" + node.getIndex() + "]")
                                        + (node.getKind() == named ? "." + node.getName() : ""))
                        .collect(Collectors.joining());
        return field.isEmpty() ? "body" : field.substring(field.startsWith(".") ? 1 : 0);
    }

    private static Stream<Path.Node> nodes(Path path) {
        return StreamSupport.stream(path.spliterator(), false);
    }
}
