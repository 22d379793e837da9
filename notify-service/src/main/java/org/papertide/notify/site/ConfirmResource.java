package org.papertide.notify.site;

import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.message.InterestText;
import org.papertide.notify.message.WelcomeContent;
import org.papertide.notify.signup.ConfirmResult;
import org.papertide.notify.signup.SubscriptionWorkflow;
import org.papertide.notify.site.NoticeView.Button;
import org.papertide.notify.site.NoticeView.Link;

/** The link of the opt-in mail. A GET confirms nothing: scanners of mail follow links. */
@Path("/confirm/{token}")
@RunOnVirtualThread
public class ConfirmResource {

    private final Pages pages;
    private final SubscriptionWorkflow subscriptions;

    ConfirmResource(Pages pages, SubscriptionWorkflow subscriptions) {
        this.pages = pages;
        this.subscriptions = subscriptions;
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
    public Response confirm(@PathParam("token") String token) {
        return answer(subscriptions.confirm(token), token);
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
            case ConfirmResult.Expired _ ->
                    pages.expiredLink(
                            "It has expired, or its subscription has ended. Please subscribe again;"
                                    + " it takes a moment.");
            case ConfirmResult.Unknown _ -> pages.unknownLink();
        };
    }

    private static List<String> whatIsAskedFor(Interest interest) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(
                "You will get "
                        + InterestText.schedule(interest)
                        + ". Each mail has a link that ends it.");
        InterestText.knownCategories(interest).ifPresent(paragraphs::add);
        return paragraphs;
    }

    private Response confirmed(ConfirmResult.Confirmed confirmed) {
        WelcomeContent welcome =
                new WelcomeContent(confirmed.interest(), confirmed.firstDigest(), List.of());
        return pages.notice(
                200,
                "You are subscribed",
                List.of(
                        "You get " + InterestText.schedule(confirmed.interest()) + ".",
                        InterestText.whatFollows(welcome)),
                new Link("/preferences/" + confirmed.preferences(), "See or change what you get"),
                new Link("/", "What is trending now"));
    }
}
