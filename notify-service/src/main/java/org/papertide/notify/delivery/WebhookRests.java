package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.papertide.notify.webhook.WebhookAnswer;

/**
 * Which webhooks are left alone for a while, for their receiver asked for fewer requests: as long
 * as it says, or a second, and twice as long each time. A receiver such as a chat service counts
 * for each webhook, so the others there go on.
 */
final class WebhookRests {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Webhooks that are remembered though their rest is over. */
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<Long, Rest> rests = new HashMap<>();

    /**
     * @param pause without a word of the receiver's
     */
    private record Rest(Instant until, Duration pause) {}

    WebhookRests(Clock clock) {
        this.clock = clock;
    }

    /** Until when a webhook rests; empty if it does not. */
    synchronized Optional<Instant> until(long webhook) {
        Rest rest = rests.get(webhook);
        return rest != null && rest.until().isAfter(clock.instant())
                ? Optional.of(rest.until())
                : Optional.empty();
    }

    /** An attempt has ended; those that were under way with one that was refused change nothing. */
    synchronized void end(long webhook, WebhookAnswer answer) {
        Instant now = clock.instant();
        Rest rest = rests.get(webhook);
        if (rest != null && rest.until().isAfter(now)) {
            return;
        }
        if (answer instanceof WebhookAnswer.Answered answered && answered.isSlowDown()) {
            Duration pause = rest == null ? FIRST : rest.pause();
            Duration asked = answered.retryAfter().orElse(Duration.ZERO);
            Duration twice = pause.multipliedBy(2);
            rests.put(
                    webhook,
                    new Rest(
                            now.plus(asked.compareTo(pause) > 0 ? asked : pause),
                            twice.compareTo(LONGEST) < 0 ? twice : LONGEST));
        } else if (answer instanceof WebhookAnswer.Answered answered && answered.isTaken()) {
            rests.remove(webhook);
        }
        if (rests.size() > REMEMBERED) {
            rests.values().removeIf(each -> !each.until().isAfter(now));
        }
    }
}
