package org.papertide.notify.site;

import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.papertide.notify.message.InterestText;
import org.papertide.notify.message.MailRhythm;
import org.papertide.notify.signup.SubscriptionWorkflow;
import org.papertide.notify.signup.UnsubscribeResult;
import org.papertide.notify.site.NoticeView.Button;
import org.papertide.notify.site.NoticeView.Link;

/**
 * The link that ends a subscription. A GET ends nothing; a POST does at once, whatever its body and
 * without a redirect, as RFC 8058 asks.
 */
@Path("/unsubscribe/{token}")
@RunOnVirtualThread
public class UnsubscribeResource {

    private final Pages pages;
    private final SubscriptionWorkflow subscriptions;
    private final MailRhythm rhythm;

    UnsubscribeResource(Pages pages, SubscriptionWorkflow subscriptions, MailRhythm rhythm) {
        this.pages = pages;
        this.subscriptions = subscriptions;
        this.rhythm = rhythm;
    }

    /** Shows the button. */
    @GET
    @Uncompressed
    @Operation(hidden = true)
    public Response look(@PathParam("token") String token) {
        return answer(subscriptions.lookAtUnsubscribe(token), token);
    }

    /** Ends the subscription. */
    @POST
    @Uncompressed
    @Operation(hidden = true)
    public Response unsubscribe(@PathParam("token") String token) {
        return answer(subscriptions.unsubscribe(token), token);
    }

    private Response answer(UnsubscribeResult result, String token) {
        return switch (result) {
            case UnsubscribeResult.Open open when open.pending() ->
                    pages.notice(
                            200,
                            "End the request?",
                            List.of(
                                    "Somebody asked for "
                                            + InterestText.schedule(open.interest(), rhythm)
                                            + ". The subscription has not begun. This button ends the request."),
                            new Button("/unsubscribe/" + token, "End the request"));
            case UnsubscribeResult.Open open ->
                    pages.notice(
                            200,
                            "Unsubscribe?",
                            List.of(
                                    "You now get "
                                            + InterestText.schedule(open.interest(), rhythm)
                                            + ". This button ends the subscription."),
                            new Button("/unsubscribe/" + token, "Unsubscribe"));
            case UnsubscribeResult.Unsubscribed _ ->
                    pages.notice(
                            200,
                            "You are unsubscribed",
                            List.of(
                                    "You get no more mails from this subscription. A mail that is"
                                            + " already on its way may still arrive."),
                            new Link("/", "Back to the papers"));
            case UnsubscribeResult.Unknown _ -> pages.unknownLink();
        };
    }
}
