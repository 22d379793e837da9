package org.papertide.notify.site;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;

/** The search of the site, and the pages of single papers. */
@Path("/")
@RunOnVirtualThread
public class SearchResource {

    private final Pages pages;
    private final ErrorPages errors;
    private final SearchPage search;
    private final PaperPage papers;

    SearchResource(Pages pages, ErrorPages errors, SearchPage search, PaperPage papers) {
        this.pages = pages;
        this.errors = errors;
        this.search = search;
        this.papers = papers;
    }

    /** What was found. */
    @GET
    @Path("search")
    @Operation(hidden = true)
    public Response search(
            @QueryParam("q") @Nullable String text,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("category") @Nullable String category,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("code") @Nullable String code,
            @QueryParam("limit") @Nullable String limit) {
        SearchPage.Made made =
                search.answer(
                        SearchQuestion.read(
                                text, sort, category, Narrowing.read(from, until, code), limit));
        return pages.once(made.status(), "search.html", made.view());
    }

    /** A paper, and those that are like it. */
    @GET
    @Path("papers/{id:.+}")
    @Operation(hidden = true)
    public Response paper(@PathParam("id") String id) {
        return switch (PaperId.findCanonical(id)
                .or(() -> PaperId.findInText(id))
                .map(papers::find)
                .orElseGet(PaperPage.Found.Nothing::new)) {
            case PaperPage.Found.Page(PaperPageView view) ->
                    pages.once(200, "paper-page.html", view);
            case PaperPage.Found.Nothing _ -> errors.notice(404);
            case PaperPage.Found.Away _ -> errors.notice(503);
        };
    }
}
