package org.papertide.notify.site;

import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.message.InterestText;
import org.papertide.notify.message.MailRhythm;
import org.papertide.notify.signup.ConfirmResult;
import org.papertide.notify.signup.SubscriptionWorkflow;
import org.papertide.notify.site.NoticeView.Button;
import org.papertide.notify.site.NoticeView.Link;
import org.papertide.platform.guard.Clients;

/** The link of the opt-in mail. A GET confirms nothing: scanners of mail follow links. */
@Path("/confirm/{token}")
@RunOnVirtualThread
public class ConfirmResource {

    private final Pages pages;
    private final SubscriptionWorkflow subscriptions;
    private final Clients clients;
    private final MailRhythm rhythm;

    ConfirmResource(
            Pages pages, SubscriptionWorkflow subscriptions, Clients clients, MailRhythm rhythm) {
        this.pages = pages;
        this.clients = clients;
        this.subscriptions = subscriptions;
        this.rhythm = rhythm;
    }

    /** Shows the button. */
    @GET
    @Uncompressed
    @Operation(hidden = true)
    public Response look(@PathParam("token") String token) {
        return answer(subscriptions.look(token), token);
    }

    /** Confirms, and shows what follows; a reload shows the same. */
    @POST
    @Uncompressed
    @Operation(hidden = true)
    public Response confirm(@PathParam("token") String token, @Context HttpServerRequest request) {
        return answer(subscriptions.confirm(token, clients.of(request)), token);
    }

    private Response answer(ConfirmResult result, String token) {
        return switch (result) {
            case ConfirmResult.Open open ->
                    pages.notice(
                            200,
                            "One click to confirm",
                            whatIsAskedFor(open.interest()),
                            new Button("/confirm/" + token, "Confirm the subscription"));
            case ConfirmResult.Confirmed confirmed -> confirmed(confirmed);
            case ConfirmResult.Active(ConfirmResult.NewLink newLink) -> active(newLink, token);
            case ConfirmResult.Expired _ ->
                    pages.expiredLink(
                            "It has expired, or its subscription has ended. Please subscribe again;"
                                    + " it takes a moment.");
            case ConfirmResult.Unknown _ -> pages.unknownLink();
        };
    }

    /** All that was asked for, word by word: only who has the mail sees this page. */
    private List<String> whatIsAskedFor(Interest interest) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(
                "You will get "
                        + InterestText.scheduleInFull(interest, rhythm)
                        + ". Each mail has a link that ends the subscription.");
        InterestText.filters(interest, subscriptions.exampleTitles(interest))
                .forEach(filter -> paragraphs.add(filter + "."));
        return paragraphs;
    }

    /** Whoever holds an old link is not shown the preferences: their subscriber is. */
    private Response active(ConfirmResult.NewLink newLink, String token) {
        Link toThePapers = new Link("/", "To the papers");
        return switch (newLink) {
            case OFFERED ->
                    pages.notice(
                            200,
                            "You are subscribed already",
                            List.of(
                                    "This link is too old to open your preferences. Each of our mails"
                                            + " has a link that does; or we send you a new one."),
                            new Button("/confirm/" + token, "Send me a new link"));
            case MAILED ->
                    pages.notice(
                            200,
                            "Please check your inbox",
                            List.of(
                                    "A mail with a new link to your preferences is on its way to your"
                                            + " address. At most one is sent in 24 hours."),
                            toThePapers);
            case MAILED_BEFORE ->
                    pages.notice(
                            200,
                            "Please check your inbox",
                            List.of(
                                    "We wrote a mail with a link to your preferences within the last 24"
                                            + " hours, and write at most one in that time. Please look"
                                            + " for it also among what was taken for spam."),
                            toThePapers);
            case SUPPRESSED ->
                    pages.notice(
                            200,
                            "Your address gets no mail",
                            List.of(
                                    "It is on the list of addresses that we do not mail, mostly because"
                                            + " mails to it came back. So we cannot send you a new"
                                            + " link. Who runs this site can take it off the list."),
                            toThePapers);
        };
    }

    private Response confirmed(ConfirmResult.Confirmed confirmed) {
        return pages.notice(
                200,
                "You are subscribed",
                List.of(
                        "You get " + InterestText.schedule(confirmed.interest(), rhythm) + ".",
                        InterestText.whatFollows(
                                confirmed.interest(),
                                "next",
                                confirmed.nextDigest(),
                                confirmed.now(),
                                rhythm)),
                new Link("/preferences/" + confirmed.preferences(), "See or change what you get"),
                new Link("/", "What is trending now"));
    }
}
