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
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error as clients receive it (RFC 9457).
 *
 * @param status the HTTP status
 * @param detail what is wrong this time and, if known, what to do
 * @param errors what is wrong with each bad field
 * @param more extension members (RFC 9457, 3.2) that one path's clients rely on
 */
@Schema(name = "Problem")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "detail", "errors"})
public record Problem(
        int status,
        String detail,
        List<FieldError> errors,
        @Schema(hidden = true) @JsonAnyGetter Map<String, Object> more) {

    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Statuses that Jakarta REST does not have under their names of RFC 9110. */
    private static final Map<Integer, String> RENAMED =
            Map.of(413, "Content Too Large", 422, "Unprocessable Content");

    private static final int MAX_DETAIL = 2_000;
    private static final int RETRY_SECONDS = 5;

    /**
     * What is wrong with one field of a request.
     *
     * @param field its name in the request, such as {@code timezone}
     * @param detail what would be right or, where nothing would, what is wrong: a sentence for
     *     people, in the voice of {@link Please}
     */
    public record FieldError(String field, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
        more = Map.copyOf(more);
        detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…";
    }

    /** A problem that no field caused. */
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, List.of(), Map.of());
    }

    /** A request with bad fields: 400; of a single one, the detail says all. */
    public static Problem of(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String detail =
                errors.size() == 1
                        ? first.field() + ": " + first.detail()
                        : "See errors for each bad field.";
        return new Problem(400, detail, errors, Map.of());
    }

    /** A request with one bad field. */
    public static Problem field(String field, String detail) {
        return of(List.of(new FieldError(field, detail)));
    }

    /** The same with an extension member. */
    public Problem with(String member, Object value) {
        Map<String, Object> members = new HashMap<>(more);
        members.put(member, value);
        return new Problem(status, detail, errors, members);
    }

    /** Always the same: the status identifies the type. */
    @JsonProperty
    public String type() {
        return "about:blank";
    }

    /** With type {@code about:blank}, the status phrase (RFC 9457, 4.2.1). */
    @JsonProperty
    public String title() {
        Response.Status known = Response.Status.fromStatusCode(status);
        return RENAMED.getOrDefault(status, known == null ? "Error" : known.getReasonPhrase());
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
