package org.papertide.notify.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.papertide.platform.http.Problem;

/** Answers in JSON, from paths that answer problems as well. */
public final class JsonResponse {

    private JsonResponse() {}

    /** What was asked for. */
    public static Response ok(Object answer) {
        return Response.ok(answer).type(MediaType.APPLICATION_JSON).build();
    }

    /** What was asked for, or 404. */
    public static Response okOrNotFound(Optional<?> answer, String detail) {
        return answer.map(JsonResponse::ok).orElseGet(() -> Problem.of(404, detail).response());
    }
}
