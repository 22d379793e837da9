package org.papertide.notify.site;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.papertide.platform.http.Problem;

/** Answers addresses that nothing matches; the framework asks no filter about those. */
@Provider
public class NoSuchPage implements ExceptionMapper<NotFoundException> {

    private final ErrorPages pages;

    private final UriInfo uri;

    NoSuchPage(ErrorPages pages, @Context UriInfo uri) {
        this.pages = pages;
        this.uri = uri;
    }

    @Override
    public Response toResponse(NotFoundException e) {
        Response answer =
                ErrorPages.isForPrograms(uri.getPath())
                        ? Problem.of(404, "There is nothing at this address.").response()
                        : pages.notice(404);
        SecurityHeaders.putInto(answer.getHeaders());
        return answer;
    }
}
