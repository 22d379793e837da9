package org.papertide.notify.site;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.message.PersonalLink;
import org.papertide.notify.message.RenderedMessage;

/** A mail on the web: what its readers share, without what belongs to one of them. */
@Path("/editions/{id}")
@RunOnVirtualThread
public class ArchiveResource {

    /** The ids of contents are 32 hexadecimal digits; this keeps out what a database refuses. */
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{1,64}");

    /**
     * A link of one reader, with the space after it. It is cut from the stored mail: a form for the
     * web, rendered apart, would double what is kept, and mails of earlier releases have none.
     * Nothing else can match: a placeholder has private-use characters, which no text of a paper
     * brings in, and templates write no {@code >} inside a tag.
     */
    private static final Pattern PERSONAL =
            Pattern.compile(
                    "<a [^>]*"
                            + PersonalLink.OPEN
                            + "[A-Z]+"
                            + PersonalLink.CLOSE
                            + "[^>]*>[^<]*</a>( &nbsp; )?");

    private final Pages pages;
    private final Function<String, Optional<RenderedMessage>> mails;

    @Inject
    ArchiveResource(Pages pages, Contents contents) {
        this(pages, contents::findPublic);
    }

    /**
     * @param mails finds a stored mail by its id
     */
    ArchiveResource(Pages pages, Function<String, Optional<RenderedMessage>> mails) {
        this.pages = pages;
        this.mails = mails;
    }

    /** Shows the mail. */
    @GET
    @Operation(hidden = true)
    public Response mail(@PathParam("id") String id) {
        Optional<RenderedMessage> mail =
                ID.matcher(id).matches() ? mails.apply(id) : Optional.empty();
        return mail.isEmpty()
                ? pages.unknownLink()
                : Response.ok(onTheWeb(mail.get().html()), Pages.HTML)
                        .header("Cache-Control", "private, max-age=3600")
                        .header("X-Robots-Tag", "noindex, nofollow")
                        .header(SecurityHeaders.POLICY, SecurityHeaders.MAIL_POLICY)
                        .build();
    }

    static String onTheWeb(String html) {
        return PERSONAL.matcher(html).replaceAll("");
    }
}
