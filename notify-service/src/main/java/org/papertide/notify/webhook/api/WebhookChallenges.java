package org.papertide.notify.webhook.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.webhook.Webhook;
import org.papertide.notify.webhook.WebhookAnswer;
import org.papertide.notify.webhook.WebhookCaller;
import org.papertide.notify.webhook.WebhookFormats;

/**
 * Asks targets whether they want to be called. A challenge is good for the webhook, the URL and the
 * format that it was sent to, and only until another one is asked: who saw it cannot begin anything
 * else with it.
 */
@Singleton
final class WebhookChallenges {

    /** How long somebody has to send a challenge back. */
    private static final Duration GOOD_FOR = Duration.ofDays(2);

    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tokens tokens;
    private final WebhookCaller caller;
    private final Clock clock;

    /**
     * What is asked.
     *
     * @param webhook its number
     * @param version of the webhook
     */
    record Question(long webhook, int version, String url, String format) {

        static Question of(Webhook webhook) {
            return new Question(webhook.id(), webhook.version(), webhook.url(), webhook.format());
        }

        /** A format has no line break. */
        private String text() {
            return version + "\n" + format + "\n" + url;
        }

        /** The number alone: the URL may be a secret of the receiver's. */
        @Override
        public String toString() {
            return "Question[" + webhook + "]";
        }
    }

    /** What a target did with a challenge. */
    sealed interface Asked {

        /** It answered with it. */
        record Echoed(String challenge) implements Asked {}

        /** It took it; people read it there. */
        record Shown() implements Asked {}

        /** Neither, or it was not asked; the reason is for people. */
        record Refused(String field, String reason) implements Asked {}
    }

    WebhookChallenges(Tokens tokens, WebhookCaller caller, Clock clock) {
        this.tokens = tokens;
        this.caller = caller;
        this.clock = clock;
    }

    /** Calls the target, and waits for its answer. */
    Asked ask(Question question) {
        String challenge =
                tokens.issueBound(
                        Tokens.Kind.CHALLENGE,
                        question.webhook(),
                        clock.instant().plus(GOOD_FOR),
                        question.text());
        String format = question.format();
        return switch (caller.challenge(URI.create(question.url()), format, challenge)) {
            case WebhookAnswer.Unwritable(String reason) -> new Asked.Refused("format", reason);
            case WebhookAnswer.Failed(String reason) ->
                    new Asked.Refused(
                            "url", "The target did not answer the challenge: " + reason + ".");
            case WebhookAnswer.Answered answered -> {
                if (answered.status() == OK && echoes(answered.body(), challenge)) {
                    yield new Asked.Echoed(challenge);
                }
                if (answered.isTaken() && WebhookFormats.isForPeople(format)) {
                    yield new Asked.Shown();
                }
                yield new Asked.Refused(
                        "url",
                        answered.status() == OK
                                ? "The target answered 200 without the challenge. It has to answer"
                                        + " {\"challenge\": …} with the value that it got."
                                : "The target answered %d to the challenge, and not 200."
                                        .formatted(answered.status()));
            }
        };
    }

    private static boolean echoes(String body, String challenge) {
        try {
            JsonNode answer = JSON.readTree(body);
            return answer != null && answer.path("challenge").asText("").equals(challenge);
        } catch (JsonProcessingException _) {
            return false;
        }
    }

    /** Whether this is the challenge of what the webhook calls now. */
    boolean isOf(Webhook webhook, String challenge) {
        Question question = Question.of(webhook);
        return tokens.verifyBound(Tokens.Kind.CHALLENGE, challenge.strip(), question.text())
                        instanceof Tokens.Verified.Valid(long subject)
                && subject == webhook.id();
    }
}
