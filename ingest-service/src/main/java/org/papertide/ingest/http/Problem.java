package org.papertide.ingest.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * An error as a client is told of it (RFC 9457).
 *
 * @param status the HTTP status
 * @param detail what is wrong this time and, if known, what to do
 * @param more further members
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "detail"})
public record Problem(int status, String detail, @JsonAnyGetter Map<String, Object> more) {

    /** The media type of problems. */
    public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    private static final int MAX_DETAIL = 2_000;

    public Problem {
        more = Map.copyOf(more);
        detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…";
    }

    /** A problem with nothing more to say. */
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, Map.of());
    }

    /** The status says all there is to say of the type. */
    @JsonProperty
    public String type() {
        return "about:blank";
    }

    /** With type {@code about:blank}, the status' own name (RFC 9457, 4.2.1). */
    @JsonProperty
    public String title() {
        // Jakarta REST's table does not have 422 under its name of RFC 9110.
        Response.Status known = Response.Status.fromStatusCode(status);
        return status == 422
                ? "Unprocessable Content"
                : known == null ? "Error" : known.getReasonPhrase();
    }

    /** The answer that tells of it. */
    public Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
