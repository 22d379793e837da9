package org.papertide.platform.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as clients receive it (RFC 9457).
 *
 * @param status the HTTP status
 * @param detail what is wrong this time and, if known, what to do
 * @param instance a URI of this occurrence, if it has one
 * @param errors what is wrong with each bad field
 * @param more extension members (RFC 9457, 3.2) that one path's clients rely on
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "errors"})
public record Problem(
        int status,
        String detail,
        @Nullable String instance,
        List<FieldError> errors,
        @JsonAnyGetter Map<String, Object> more) {

    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int MAX_DETAIL = 2_000;
    private static final int RETRY_SECONDS = 5;

    /**
     * What is wrong with one field of a request.
     *
     * @param field its name in the request, such as {@code timezone}
     * @param detail what is wrong and what would be right, for people
     */
    public record FieldError(String field, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
        more = Map.copyOf(more);
        detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…";
    }

    /** A problem that no field caused. */
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, null, List.of(), Map.of());
    }

    /** A request with bad fields: 400. */
    public static Problem of(List<FieldError> errors) {
        return new Problem(400, "See errors for each bad field.", null, errors, Map.of());
    }

    /** A request with one bad field: 400, and the detail names it. */
    public static Problem field(String field, String detail) {
        return new Problem(
                400, field + ": " + detail, null, List.of(new FieldError(field, detail)), Map.of());
    }

    /** The same with an extension member. */
    public Problem with(String member, Object value) {
        Map<String, Object> members = new HashMap<>(more);
        members.put(member, value);
        return new Problem(status, detail, instance, errors, members);
    }

    /** Always the same: the status identifies the type. */
    @JsonProperty
    public String type() {
        return "about:blank";
    }

    /** With type {@code about:blank}, the status phrase (RFC 9457, 4.2.1). */
    @JsonProperty
    public String title() {
        // Jakarta REST's table does not have these under their names of RFC 9110.
        return switch (status) {
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            default -> {
                Response.Status known = Response.Status.fromStatusCode(status);
                yield known == null ? "Error" : known.getReasonPhrase();
            }
        };
    }

    /**
     * The response with this problem. A 503 asks the client to retry after 5 s, a 401 for a bearer
     * token.
     */
    public Response response() {
        Response.ResponseBuilder answer = Response.status(status).type(MEDIA_TYPE).entity(this);
        return switch (status) {
            case 503 -> answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS).build();
            case 401 -> answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build();
            default -> answer.build();
        };
    }
}
