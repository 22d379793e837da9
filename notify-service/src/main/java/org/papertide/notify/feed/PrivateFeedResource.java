package org.papertide.notify.feed;

import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.papertide.feed.FeedFormat;
import org.papertide.platform.hashing.Sha256;
import org.papertide.platform.http.Problem;

/** The private feeds of subscriptions: kept by no shared cache, and listed nowhere. */
@Path(PrivateFeedResource.PATH)
@RunOnVirtualThread
public class PrivateFeedResource {

    /** What their addresses begin with; who asks for them is a program. */
    public static final String PATH = "/private-feeds/";

    private static final int TAG_BYTES = 12;

    private final PrivateFeeds feeds;

    PrivateFeedResource(PrivateFeeds feeds) {
        this.feeds = feeds;
    }

    /** What a subscription asks for. */
    @GET
    @Uncompressed
    @Path("{token:[^/.]+}.{format:atom|rss|json}")
    @Operation(
            summary = "What a subscription asks for, as Atom, RSS 2.0 or JSON Feed 1.1",
            description =
                    "The highest 50 papers of a week that its interest lets pass. The address is on"
                            + " the subscription's page of preferences; whoever has it can read the"
                            + " feed.")
    @APIResponse(
            responseCode = "200",
            description = "The feed",
            content = {
                @Content(mediaType = "application/atom+xml"),
                @Content(mediaType = "application/rss+xml"),
                @Content(mediaType = "application/feed+json")
            })
    @APIResponse(responseCode = "304", description = "Unchanged since the client received it")
    @APIResponse(responseCode = "404", description = "Not an address of a feed")
    @APIResponse(
            responseCode = "410",
            description = "The subscription has ended, or its feed has another address")
    @APIResponse(responseCode = "503", description = "The database is away")
    public Response feed(
            @Parameter(description = "Opens this feed and nothing else") @PathParam("token")
                    String token,
            @Parameter(
                            description = "Atom, RSS 2.0 or JSON Feed 1.1",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"atom", "rss", "json"}))
                    @PathParam("format")
                    String format,
            @Context Request request) {
        FeedFormat wanted = FeedFormat.find(format).orElseThrow();
        return switch (feeds.read(token, wanted)) {
            case PrivateFeedResult.Found(String document) ->
                    found(document, wanted.mediaType(), request);
            case PrivateFeedResult.Gone _ ->
                    none(
                            410,
                            "This feed has ended: its subscription has, or it has another address.");
            case PrivateFeedResult.Unknown _ -> none(404, "There is no such feed.");
        };
    }

    private static Response found(String document, String type, Request request) {
        byte[] hash =
                Arrays.copyOf(Sha256.of(document.getBytes(StandardCharsets.UTF_8)), TAG_BYTES);
        EntityTag tag = new EntityTag(HexFormat.of().formatHex(hash), true);
        Response.ResponseBuilder same = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer = same == null ? Response.ok(document, type) : same;
        return hidden(
                answer.tag(tag)
                        .header(
                                "Cache-Control",
                                "private, max-age=" + PrivateFeeds.FRESH.toSeconds()));
    }

    private static Response none(int status, String why) {
        return hidden(
                Response.fromResponse(Problem.of(status, why).response())
                        .header("Cache-Control", "no-store"));
    }

    private static Response hidden(Response.ResponseBuilder answer) {
        return answer.header("X-Robots-Tag", "noindex, nofollow").build();
    }
}
