package org.papertide.notify.site;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;
import org.papertide.notify.message.MailRhythm;
import org.papertide.notify.signup.SignUp;
import org.papertide.notify.signup.SubscribeResult;
import org.papertide.notify.signup.SubscriptionPreviews;
import org.papertide.notify.signup.SubscriptionWorkflow;
import org.papertide.notify.site.NoticeView.Link;
import org.papertide.notify.site.SubscriptionForm.Entered;
import org.papertide.platform.guard.Clients;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.platform.http.RequestValidator;

/** The form that asks for a subscription. */
@Path("/")
@RunOnVirtualThread
public class SubscribeResource {

    private final Pages pages;
    private final SubscriptionWorkflow subscriptions;
    private final SubscriptionPreviews previews;
    private final RequestValidator validator;
    private final SiteSettings settings;
    private final Clients clients;
    private final MailRhythm rhythm;

    SubscribeResource(
            Pages pages,
            SubscriptionWorkflow subscriptions,
            SubscriptionPreviews previews,
            RequestValidator validator,
            SiteSettings settings,
            Clients clients,
            MailRhythm rhythm) {
        this.pages = pages;
        this.subscriptions = subscriptions;
        this.previews = previews;
        this.validator = validator;
        this.settings = settings;
        this.clients = clients;
        this.rhythm = rhythm;
    }

    /**
     * The form on a page of its own.
     *
     * @param categories those of which papers are to have one, to fill it with
     * @param about what papers are to be about
     * @param like papers that they are to be like
     * @param search what was searched for, in the last of the categories, in place of all these
     * @param from what narrowed the search, as the two that follow
     */
    @GET
    @Path("subscribe")
    @Operation(hidden = true)
    public Response form(
            @QueryParam("category") List<String> categories,
            @QueryParam("about") @Nullable String about,
            @QueryParam("like") @Nullable String like,
            @QueryParam("search") @Nullable String search,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("code") @Nullable String code) {
        if (search != null) {
            return toSearch(
                    SearchQuestion.read(
                            search,
                            null,
                            categories.isEmpty() ? null : categories.getLast(),
                            Narrowing.read(from, until, code),
                            null));
        }
        return again(
                200,
                "Subscribe",
                SubscriptionForm.filled(
                        categories.stream().filter(Category::isName).distinct().toList(),
                        orEmpty(about),
                        orEmpty(like)));
    }

    private Response toSearch(SearchQuestion question) {
        if (question.isTooLong()) {
            return page(
                    400,
                    "Subscribe",
                    SubscriptionForm.filled(List.of(), "", ""),
                    null,
                    List.of(
                            "It has more than 2,000 characters, which is too much to search for, so"
                                    + " nothing of it is here."));
        }
        SearchSubscription search = SearchSubscription.of(question);
        return page(200, "Subscribe", SubscriptionForm.filled(search), null, search.notes());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Takes the form; a reload afterwards shows the page again and asks for nothing. */
    @POST
    @Path("subscribe")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Response subscribe(
            MultivaluedMap<String, String> form, @Context HttpServerRequest request) {
        Entered entered = SubscriptionForm.read(form);
        List<FieldError> problems =
                validator.problems(entered.request(), entered.problems(), SignUp.class);
        if (!problems.isEmpty()) {
            return malformed(form, problems);
        }
        return switch (subscriptions.subscribe(entered.request(), clients.of(request))) {
            case SubscribeResult.Accepted _ -> subscribedPage();
            case SubscribeResult.TooMany tooMany -> tooMany(tooMany);
        };
    }

    /** Shows the form again, with what it would have let pass; nobody is subscribed. */
    @POST
    @Path("subscribe/preview")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Response preview(
            MultivaluedMap<String, String> form, @Context HttpServerRequest request) {
        Entered entered = SubscriptionForm.read(form);
        List<FieldError> problems = validator.problems(entered.request(), entered.problems());
        if (!problems.isEmpty()) {
            return malformed(form, problems);
        }
        return switch (previews.preview(entered.request(), clients.of(request))) {
            case SubscriptionPreviews.Result.Made(var preview) ->
                    again(
                            200,
                            "Preview of your subscription",
                            SubscriptionForm.again(form, List.of()),
                            PreviewView.of(preview, entered.request().interest(), rhythm));
            case SubscriptionPreviews.Result.TooMany(var limit) -> tooMany(limit);
        };
    }

    /** A page that was sent here by a form has no address of its own: the form has. */
    @GET
    @Path("subscribe/preview")
    @Operation(hidden = true)
    public Response noPreview() {
        return Response.status(303).header("Location", "/subscribe").build();
    }

    /** Relative: made absolute it would repeat whatever the request's Host said. */
    private static Response subscribedPage() {
        return Response.status(303).header("Location", "/subscribed").build();
    }

    /** What happens next. */
    @GET
    @Path("subscribed")
    @Operation(hidden = true)
    public Response subscribed() {
        List<String> paragraphs =
                List.of(
                        "We send a mail to the address. Please open it and confirm your subscription:"
                                + " it begins only then.",
                        "When you have confirmed, the page says when your first papers come. If"
                                + " no mail arrives within a few minutes, please look in your spam"
                                + " folder, or subscribe again:"
                                + " the address may contain a typing error. An address that has failed"
                                + " or complained before, or that was entered often today, gets none.");
        List<Link> links = new ArrayList<>();
        settings.inboxUrl()
                .ifPresent(url ->
                        links.add(new Link(url.toString(), "Open the inbox of this machine")));
        links.add(new Link("/", "Back to the papers"));
        return pages.notice(200, "Please check your inbox", paragraphs, links.toArray(Link[]::new));
    }

    private Response malformed(MultivaluedMap<String, String> form, List<FieldError> problems) {
        return again(400, "Something is not right yet", SubscriptionForm.again(form, problems));
    }

    private Response again(int status, String heading, FormView form) {
        return again(status, heading, form, null);
    }

    private Response again(
            int status, String heading, FormView form, @Nullable PreviewView preview) {
        return page(status, heading, form, preview, List.of());
    }

    private Response page(
            int status,
            String heading,
            FormView form,
            @Nullable PreviewView preview,
            List<String> notes) {
        FormPageView view = new FormPageView(pages.hidden(heading), heading, form, preview, notes);
        return pages.once(status, "subscribe-page.html", view);
    }

    private Response tooMany(SubscribeResult.TooMany tooMany) {
        Response page =
                pages.notice(
                        429,
                        "Too many requests",
                        List.of(tooMany.inWords()),
                        new Link("/", "Back to the papers"));
        return Response.fromResponse(page)
                .header("Retry-After", tooMany.retryAfterSeconds())
                .build();
    }
}
