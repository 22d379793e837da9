package org.papertide.notify.site;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.notify.message.MailRhythm;
import org.papertide.notify.signup.RetentionSettings;

/** The pages for everybody, and what they load. */
@Path("/")
@RunOnVirtualThread
public class FrontResource {

    private final Pages pages;
    private final FrontPage front;
    private final Assets assets;
    private final RetentionSettings retention;
    private final MailRhythm rhythm;

    FrontResource(
            Pages pages,
            FrontPage front,
            Assets assets,
            RetentionSettings retention,
            MailRhythm rhythm) {
        this.pages = pages;
        this.front = front;
        this.assets = assets;
        this.retention = retention;
        this.rhythm = rhythm;
    }

    /** What is trending, and the subscribe form. */
    @GET
    @Operation(hidden = true)
    public Response front(@BeanParam FrontParameters asked, @Context Request request) {
        FrontQuery query = asked.query();
        FrontView view =
                front.view(
                        pages.open("Trending papers"),
                        query,
                        SubscriptionForm.empty(query.category()));
        return pages.fresh("front.html", view, request);
    }

    /** The list alone. */
    @GET
    @Path("trending")
    @Operation(hidden = true)
    public Response trending(@BeanParam FrontParameters asked, @Context Request request) {
        return pages.fresh("fragment.html", front.trending(asked.query()), request);
    }

    /** The order of the list: what the script of the front page asks for every few seconds. */
    @GET
    @Path("trending/changes")
    @Operation(hidden = true)
    public Response changes(@BeanParam FrontParameters asked, @Context Request request) {
        return pages.freshJson(ListChanges.of(front.trending(asked.query())), request);
    }

    /** Those papers of the list whose versions are named, others left out. */
    @GET
    @Path("trending/papers")
    @Operation(hidden = true)
    public Response papers(
            @BeanParam FrontParameters asked,
            @QueryParam("versions") @Nullable String versions,
            @Context Request request) {
        Set<String> wanted = versions == null ? Set.of() : Set.of(distinct(versions));
        EntriesView view =
                new EntriesView(
                        front.trending(asked.query()).entries().stream()
                                .filter(entry -> wanted.contains(entry.version()))
                                .toList());
        return pages.fresh("entries.html", view, request);
    }

    private static String[] distinct(String versions) {
        return Arrays.stream(versions.split(",", Ranking.MAX_ENTRIES + 1))
                .distinct()
                .toArray(String[]::new);
    }

    /** What Papertide does. */
    @GET
    @Path("about")
    @Operation(hidden = true)
    public Response about(@Context Request request) {
        return pages.fresh(
                "about.html", new AboutView(pages.open("About"), rhythm.alerts()), request);
    }

    /** What is kept of whom. */
    @GET
    @Path("privacy")
    @Operation(hidden = true)
    public Response privacy(@Context Request request) {
        return pages.fresh(
                "privacy.html", PrivacyView.of(pages.open("Privacy"), retention), request);
    }

    /** A file of the pages. */
    @GET
    @Path("assets/{name}")
    @Operation(hidden = true)
    public Response asset(
            @PathParam("name") String name, @QueryParam("v") @Nullable String version) {
        return assets.find(name)
                .map(asset ->
                        Response.ok(asset.text(), asset.type())
                                .header("Cache-Control", keeping(asset, version))
                                .build())
                .orElseGet(() -> Response.status(404).build());
    }

    private static String keeping(Assets.Asset asset, @Nullable String version) {
        return asset.version().equals(version)
                ? "public, max-age=31536000, immutable"
                : "public, max-age=3600";
    }

    /** Keeps machines away from links that belong to one person. */
    @GET
    @Path("robots.txt")
    @Operation(hidden = true)
    public Response robots() {
        String rules =
                """
                User-agent: *
                Disallow: /confirm/
                Disallow: /preferences/
                Disallow: /unsubscribe/
                Disallow: /private-feeds/
                Disallow: /editions/
                Disallow: /search
                Disallow: /api/
                """;
        return Response.ok(rules, "text/plain;charset=UTF-8").build();
    }
}
