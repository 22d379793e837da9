package org.papertide.notify.site;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.papertide.notify.message.PersonalLink;
import org.papertide.notify.message.RenderedMessage;

/** A mail on the web: what its readers share, without what belongs to one of them. */
@Path("/editions/{id}")
@RunOnVirtualThread
public class ArchiveResource {

    /** A link of one reader, with the space after it. */
    private static final Pattern PERSONAL =
            Pattern.compile(
                    "<a [^>]*"
                            + PersonalLink.OPEN
                            + "[A-Z]+"
                            + PersonalLink.CLOSE
                            + "[^>]*>[^<]*</a>( &nbsp; )?");

    private final Pages pages;
    private final MailArchive archive;

    ArchiveResource(Pages pages, MailArchive archive) {
        this.pages = pages;
        this.archive = archive;
    }

    /** Shows the mail. */
    @GET
    @Operation(hidden = true)
    public Response mail(@PathParam("id") String id) {
        Optional<RenderedMessage> mail = archive.find(id);
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
