package org.papertide.notify.webhook.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.papertide.notify.http.JsonResponse;
import org.papertide.platform.http.Problem;

/** What became of a request, as an answer of HTTP. */
final class WebhookAnswers {

    /** Under which the description of the API has all requests about webhooks. */
    static final String TAG = "Webhook Api Resource";

    private WebhookAnswers() {}

    static Response found(Optional<WebhookView> webhook, String id) {
        return JsonResponse.okOrNotFound(webhook, "There is no webhook " + id + ".");
    }

    static Response answer(WebhookResult outcome, int status) {
        return switch (outcome) {
            case WebhookResult.Active(WebhookView webhook) ->
                    Response.status(status)
                            .entity(webhook)
                            .type(MediaType.APPLICATION_JSON)
                            .build();
            case WebhookResult.Pending(WebhookView webhook) ->
                    Response.accepted(webhook).type(MediaType.APPLICATION_JSON).build();
            case WebhookResult.Wrong(String field, String reason) ->
                    Problem.field(field, reason).response();
            case WebhookResult.Full(int most) ->
                    Problem.of(409, "One owner may have %d webhooks.".formatted(most)).response();
            case WebhookResult.TooOften(int most, Duration pause) ->
                    later(
                            Problem.of(
                                    429,
                                    "One client may send %d requests in an hour.".formatted(most)),
                            pause);
            case WebhookResult.Gone() -> gone();
        };
    }

    static Response answer(ResendResult outcome, Instant now) {
        return switch (outcome) {
            case ResendResult.Planned(ResendAnswer answer) ->
                    Response.accepted(answer).type(MediaType.APPLICATION_JSON).build();
            case ResendResult.Full(int most, Instant next) ->
                    later(
                            Problem.of(
                                    409,
                                    ("%d events wait to be sent to this webhook again, and no more may."
                                                    + " Ask again when some of them have gone: the"
                                                    + " first of them is tried at %s.")
                                            .formatted(most, next.truncatedTo(ChronoUnit.SECONDS))),
                            Duration.between(now, next));
            case ResendResult.Gone() -> gone();
        };
    }

    private static Response later(Problem problem, Duration pause) {
        return Response.fromResponse(problem.response())
                .header("Retry-After", Math.max(1, pause.toSeconds()))
                .build();
    }

    private static Response gone() {
        return Problem.of(404, "There is no such webhook.").response();
    }
}
