package org.papertide.notify.running;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** A request that needs the database while it is away. */
@Provider
class UnavailableMapper implements ExceptionMapper<DatabaseUnavailableException> {

    @Override
    public Response toResponse(DatabaseUnavailableException e) {
        Response answer =
                Problem.of(503, "Not available at the moment", "the database cannot be reached")
                        .response();
        return Response.fromResponse(answer).header("Retry-After", 5).build();
    }
}
