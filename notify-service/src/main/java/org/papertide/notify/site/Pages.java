package org.papertide.notify.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.notify.message.Templates;
import org.papertide.notify.site.NoticeView.Button;
import org.papertide.notify.site.NoticeView.Link;

/** Turns views into answers. */
final class Pages {

    static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    private final Templates templates;
    private final Assets assets;
    private final Supplier<Footer> footer;

    /**
     * @param footer what is below the pages. It is asked for with each page, for error pages are
     *     made before the settings are there
     */
    Pages(Templates templates, Assets assets, Supplier<Footer> footer) {
        this.templates = templates;
        this.assets = assets;
        this.footer = footer;
    }

    /** What a page that anybody may see and list needs. */
    Page open(String title) {
        return page(title, true, "");
    }

    /** What a page behind a token, or about a moment, needs. */
    Page hidden(String title) {
        return page(title, false, "");
    }

    /** What a page with the answer to a search needs. */
    Page searched(String title, String text) {
        return page(title, false, text);
    }

    private Page page(String title, boolean indexed, String searched) {
        Footer below = footer.get();
        return new Page(
                title,
                indexed,
                assets.address("site.css"),
                assets.address("site.js"),
                below.imprint(),
                below.streams(),
                searched);
    }

    /** A page that is looked at again each time, and not sent again while it is the same. */
    Response fresh(String template, Object view, Request request) {
        return fresh(templates.render("site/" + template, view), HTML, request);
    }

    /** The same for the script of a page. */
    Response freshJson(Object value, Request request) {
        return fresh(json(value), MediaType.APPLICATION_JSON, request);
    }

    private static String json(Object value) {
        try {
            return EventJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view is plain records", e);
        }
    }

    private static Response fresh(String body, String type, Request request) {
        EntityTag tag = new EntityTag(Assets.hash(body), true);
        Response.ResponseBuilder same = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer = same == null ? Response.ok(body, type) : same;
        return answer.tag(tag).header("Cache-Control", "no-cache").build();
    }

    /** A page that nobody keeps. */
    Response once(int status, String template, Object view) {
        return Response.status(status)
                .type(HTML)
                .header("Cache-Control", "no-store")
                .header("X-Robots-Tag", "noindex, nofollow")
                .entity(templates.render("site/" + template, view))
                .build();
    }

    /** A page with one message. */
    Response notice(int status, String heading, List<String> paragraphs, Link... links) {
        return notice(status, heading, paragraphs, null, links);
    }

    /** A page with one message and a button. */
    Response notice(
            int status,
            String heading,
            List<String> paragraphs,
            @Nullable Button button,
            Link... links) {
        NoticeView view =
                new NoticeView(hidden(heading), heading, paragraphs, button, List.of(links));
        return once(status, "notice.html", view);
    }

    /** The link is none of ours. */
    Response unknownLink() {
        return notice(
                404,
                "This link is not one of ours",
                List.of(
                        "Links in mails are long, and a part of this one may be missing. Please open"
                                + " the link in your newest mail, or copy all of it.",
                        "It may also belong to a subscription whose data were deleted."),
                new Link("/", "To the papers"));
    }

    /** The link has expired. */
    Response expiredLink(String whatToDo) {
        return notice(
                410, "This link is too old", List.of(whatToDo), new Link("/", "To the papers"));
    }
}
