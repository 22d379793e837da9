package org.papertide.notify.running;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problem details of RFC 9457.
 *
 * @param title what kind of problem, for people
 * @param status the HTTP status
 * @param detail this occurrence, for people
 * @param errors what is wrong with each bad field
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type, String title, int status, @Nullable String detail, List<?> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    /** A problem without fields. */
    public static Problem of(int status, String title, @Nullable String detail) {
        return new Problem("about:blank", title, status, detail, List.of());
    }

    /** The answer that tells it. */
    public Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
