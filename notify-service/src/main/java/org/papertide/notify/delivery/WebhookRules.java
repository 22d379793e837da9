package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.Settlement;
import org.papertide.notify.webhook.WebhookAnswer;

/** Says what follows from a request to a receiver, and does nothing of it. */
final class WebhookRules {

    /** A fifth up or down. */
    private static final double JITTER = 0.2;

    private final List<Duration> pauses;
    private final RandomGenerator random;
    private final Clock clock;

    /**
     * @param pauses after the first, second … failed attempt; the last one is repeated
     * @throws IllegalArgumentException if there are none, or one is not positive
     */
    WebhookRules(List<Duration> pauses, RandomGenerator random, Clock clock) {
        if (pauses.isEmpty() || !pauses.stream().allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException(
                    "papertide.webhooks.retries: needs durations above zero");
        }
        this.pauses = List.copyOf(pauses);
        this.random = random;
        this.clock = clock;
    }

    /**
     * What becomes of the event.
     *
     * @param expires when it is too late for it
     */
    Settlement judge(Claim claim, WebhookAnswer answer, Instant expires) {
        return switch (answer) {
            case WebhookAnswer.Answered answered when answered.isTaken() ->
                    Settlement.accepted("HTTP " + answered.status());
            case WebhookAnswer.Answered answered when answered.isGone() ->
                    Settlement.rejected("HTTP " + answered.status());
            case WebhookAnswer.Answered answered ->
                    Settlement.deferred(
                            next(claim, answered.retryAfter().orElse(Duration.ZERO), expires),
                            "HTTP " + answered.status());
            case WebhookAnswer.Unwritable(String reason) ->
                    Settlement.deferred(next(claim, Duration.ZERO, expires), reason);
            case WebhookAnswer.Failed(String reason) ->
                    Settlement.deferred(next(claim, Duration.ZERO, expires), reason);
        };
    }

    /** What it says of the receiver. */
    static ReceiverLimits.Ending ending(WebhookAnswer answer) {
        return switch (answer) {
            case WebhookAnswer.Answered answered when answered.isTaken() ->
                    ReceiverLimits.Ending.TAKEN;
            case WebhookAnswer.Answered _, WebhookAnswer.Unwritable _ ->
                    ReceiverLimits.Ending.REFUSED;
            case WebhookAnswer.Failed _ -> ReceiverLimits.Ending.FAILED;
        };
    }

    /** Not after the edition's end: then the row is looked at once more, and expires. */
    private Instant next(Claim claim, Duration atLeast, Instant expires) {
        Duration pause = pauses.get(Math.min(claim.attempt(), pauses.size()) - 1);
        double share = 1 - JITTER + 2 * JITTER * random.nextDouble();
        Duration jittered = Duration.ofMillis(Math.round(pause.toMillis() * share));
        Duration wait = jittered.compareTo(atLeast) > 0 ? jittered : atLeast;
        Instant at = clock.instant().plus(wait);
        return at.isBefore(expires) ? at : expires;
    }
}
