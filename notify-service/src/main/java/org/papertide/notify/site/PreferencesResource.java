package org.papertide.notify.site;

import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.papertide.feed.FeedFormat;
import org.papertide.notify.feed.PrivateFeeds;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.message.InterestText;
import org.papertide.notify.message.MailRhythm;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.signup.ExportResult;
import org.papertide.notify.signup.PreferencesResult;
import org.papertide.notify.signup.SubscriptionRequest;
import org.papertide.notify.signup.SubscriptionWorkflow;
import org.papertide.notify.site.NoticeView.Link;
import org.papertide.notify.site.SubscriptionForm.Entered;
import org.papertide.notify.theme.Previews;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.platform.http.RequestValidator;

/** Where a subscriber sees, changes, exports and erases what is kept about them. */
@Path("/preferences/{token}")
@RunOnVirtualThread
public class PreferencesResource {

    private final Pages pages;
    private final SubscriptionWorkflow subscriptions;
    private final Previews previews;
    private final RequestValidator validator;
    private final SiteLinks site;
    private final MailRhythm rhythm;

    PreferencesResource(
            Pages pages,
            SubscriptionWorkflow subscriptions,
            Previews previews,
            RequestValidator validator,
            SiteLinks site,
            MailRhythm rhythm) {
        this.pages = pages;
        this.subscriptions = subscriptions;
        this.previews = previews;
        this.validator = validator;
        this.site = site;
        this.rhythm = rhythm;
    }

    /** Shows the subscription. */
    @GET
    @Uncompressed
    @Operation(hidden = true)
    public Response look(@PathParam("token") String token) {
        return answer(subscriptions.preferences(token), token, null);
    }

    /**
     * Does what the form's {@code action} names: {@code save} (also if it is absent), {@code feed}
     * for another address of the feed, {@code export} or {@code erase}.
     */
    @POST
    @Uncompressed
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Response change(@PathParam("token") String token, MultivaluedMap<String, String> form) {
        String action = form.getFirst("action");
        return switch (action == null ? "save" : action) {
            case "save" -> save(token, form);
            case "feed" ->
                    changed(
                            subscriptions.renewFeed(token),
                            token,
                            "Your feed has a new address. The old one no longer works.",
                            false);
            case "export" -> export(token);
            case "erase" -> erase(token, form);
            default -> look(token);
        };
    }

    private Response save(String token, MultivaluedMap<String, String> form) {
        Optional<Interest> own = interest(token);
        Entered entered = SubscriptionForm.read(form, about(own));
        // Some of its categories may have no paper of late.
        SubscriptionRequest request =
                entered.request()
                        .withoutCategories(own.map(Interest::categories).orElse(List.of()));
        List<FieldError> problems = validator.problems(request, entered.problems());
        return problems.isEmpty()
                ? changed(
                        subscriptions.update(token, entered.request()),
                        token,
                        "Saved.",
                        entered.isParted())
                : malformed(token, form, problems);
    }

    private Optional<Interest> interest(String token) {
        return subscriptions.preferences(token) instanceof PreferencesResult.Found found
                ? Optional.of(found.interest())
                : Optional.empty();
    }

    private static List<String> about(Optional<Interest> interest) {
        return interest.map(own -> own.theme().about()).orElse(List.of());
    }

    private Response malformed(
            String token, MultivaluedMap<String, String> form, List<FieldError> problems) {
        FormView again = SubscriptionForm.again(form, about(interest(token)), problems);
        return switch (subscriptions.preferences(token)) {
            case PreferencesResult.Found found ->
                    page(
                            400,
                            found,
                            token,
                            "Nothing was changed: something is not right yet.",
                            again);
            case PreferencesResult other -> answer(other, token, null);
        };
    }

    private Response export(String token) {
        return switch (subscriptions.export(token)) {
            case ExportResult.Document(String json) ->
                    Response.ok(json, "application/json;charset=UTF-8")
                            .header("Cache-Control", "no-store")
                            .header("X-Robots-Tag", "noindex, nofollow")
                            .header(
                                    "Content-Disposition",
                                    "attachment; filename=\"papertide-data.json\"")
                            .build();
            case ExportResult.Expired _ -> expired();
            case ExportResult.Unknown _ -> pages.unknownLink();
        };
    }

    private Response erase(String token, MultivaluedMap<String, String> form) {
        if (!"yes".equals(form.getFirst("sure"))) {
            return answer(
                    subscriptions.preferences(token),
                    token,
                    "Nothing was deleted: please tick the box.");
        }
        return answer(subscriptions.erase(token), token, null);
    }

    /** Of a subscription that has ended nothing is changed. */
    private Response changed(
            PreferencesResult result, String token, String notice, boolean isParted) {
        boolean ended = result instanceof PreferencesResult.Found found && !found.active();
        return ended
                ? answer(result, token, "Nothing was changed: this subscription has ended.")
                : answer(result, token, notice, isParted);
    }

    private Response answer(PreferencesResult result, String token, @Nullable String notice) {
        return answer(result, token, notice, false);
    }

    private Response answer(
            PreferencesResult result, String token, @Nullable String notice, boolean isParted) {
        return switch (result) {
            case PreferencesResult.Found found ->
                    page(
                            200,
                            found,
                            token,
                            notice,
                            SubscriptionForm.of(found.interest()).telling(isParted));
            case PreferencesResult.Erased _ ->
                    pages.notice(
                            200,
                            "All is deleted",
                            List.of(
                                    "Every subscription of your address has ended. What is left is"
                                            + " what the page on privacy names."),
                            new Link("/", "Back to the papers"));
            case PreferencesResult.Expired _ -> expired();
            case PreferencesResult.Unknown _ -> pages.unknownLink();
        };
    }

    private Response expired() {
        return pages.expiredLink(
                "Please open the link in your newest mail. Each mail has a new one.");
    }

    private Response page(
            int status,
            PreferencesResult.Found found,
            String token,
            @Nullable String notice,
            FormView form) {
        return pages.once(
                status,
                "preferences.html",
                new PreferencesView(
                        pages.hidden("Your subscription"),
                        "/preferences/" + token,
                        found.email(),
                        found.active(),
                        others(found.others()),
                        notice,
                        InterestText.scheduleInFull(found.interest(), rhythm),
                        InterestText.filters(
                                found.interest(), subscriptions.exampleTitles(found.interest())),
                        preview(found),
                        site.link(PrivateFeeds.path(found.feed(), FeedFormat.ATOM)),
                        "/unsubscribe/" + found.unsubscribe(),
                        form));
    }

    /** Of a theme alone: what categories and words let pass, everybody can reckon. */
    private @Nullable PreviewView preview(PreferencesResult.Found found) {
        return found.active() && !found.interest().theme().isAny()
                ? PreviewView.of(previews.of(found.interest()), found.interest(), rhythm)
                : null;
    }

    private static @Nullable String others(int others) {
        return switch (others) {
            case 0 -> null;
            case 1 -> "This address has one more subscription: its own mails lead to it.";
            default ->
                    "This address has "
                            + others
                            + " more subscriptions: their own mails lead to them.";
        };
    }
}
