package org.papertide.notify.site;

import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.feed.PrivateFeedResource;
import org.papertide.notify.site.NoticeView.Link;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemRefusals;
import org.papertide.platform.http.Refusals;

/**
 * Gives readers a page where a program would get a status alone: outside {@code /api}, {@code /q}
 * and their feeds, whatever went wrong and whatever answered it.
 */
@Provider
public class ErrorPages implements ContainerResponseFilter, Refusals {

    private final Pages pages;

    ErrorPages(Pages pages) {
        this.pages = pages;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        int status = response.getStatus();
        String path = request.getUriInfo().getPath();
        if (status < 400 || isForPrograms(path) || isPage(response.getEntity())) {
            return;
        }
        Response notice = notice(status);
        response.setEntity(notice.getEntity(), null, MediaType.valueOf(Pages.HTML));
        response.getHeaders().putSingle("Cache-Control", "no-store");
    }

    static boolean isForPrograms(String path) {
        return path.startsWith("/api/")
                || path.startsWith("/q/")
                || path.startsWith(PrivateFeedResource.PATH);
    }

    /** One of our own; the framework's text for a missing page is replaced. */
    private static boolean isPage(@Nullable Object entity) {
        return entity instanceof String text && text.startsWith("<!doctype html>");
    }

    @Override
    public void refuse(RoutingContext request, Problem problem) {
        SecurityHeaders.forEach(request.response()::putHeader);
        if (isForPrograms(String.valueOf(request.request().path()))) {
            ProblemRefusals.send(
                    request, problem.status(), Problem.MEDIA_TYPE, Json.encode(problem));
        } else {
            ProblemRefusals.send(
                    request,
                    problem.status(),
                    Pages.HTML,
                    notice(problem.status()).getEntity().toString());
        }
    }

    Response notice(int status) {
        Link home = new Link("/", "To the papers");
        return switch (status) {
            case 403 ->
                    pages.notice(
                            status,
                            "This form was sent by another site",
                            List.of("Please open the page here and send it again."),
                            home);
            case 404 ->
                    pages.notice(
                            status,
                            "There is no such page",
                            List.of("A part of the address may be missing."),
                            home);
            case 405, 406, 415 ->
                    pages.notice(
                            status,
                            "This page cannot handle that request",
                            List.of("Please use the forms and links of this site."),
                            home);
            case 413 ->
                    pages.notice(
                            status,
                            "That was too long",
                            List.of("Please send less: a subscription is a few lines."),
                            home);
            case 502, 503, 504 ->
                    pages.notice(
                            status,
                            "Back in a moment",
                            List.of(
                                    "Papertide is starting, or one of its parts is not available."
                                            + " Nothing is lost. Please try again in a minute."),
                            home);
            default ->
                    status < 500
                            ? pages.notice(
                                    status,
                                    "The request was not understood",
                                    List.of("Please go back and try again."),
                                    home)
                            : pages.notice(
                                    status,
                                    "Something went wrong here",
                                    List.of("It is not your fault. Please try again later."),
                                    home);
        };
    }
}
