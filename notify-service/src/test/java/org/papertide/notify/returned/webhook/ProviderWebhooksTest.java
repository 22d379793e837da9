package org.papertide.notify.returned.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.notify.returned.RecordingSink;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.token.TestTokens;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.DatabaseUnavailableException;

class ProviderWebhooksTest {

    private final Tokens tokens = TestTokens.of(Clock.systemUTC());
    private final RecordingSink sink = new RecordingSink();
    private final ProviderWebhooks webhooks =
            new ProviderWebhooks(
                    List.of(
                            new PostmarkWebhook(
                                    new Settings.Postmark("postmark", Optional.of("secret"))),
                            new MailgunWebhook(
                                    new Settings.Mailgun(Optional.empty()),
                                    Settings.WINDOW,
                                    Clock.systemUTC())),
                    new ReturnAddresses(tokens, "bounces.example", "papertide.example"),
                    sink);

    private ProviderWebhooks.Answer post(String token) {
        return webhooks.take(
                "postmark",
                Requests.of(
                        """
                        {"RecordType": "Bounce", "Type": "HardBounce", "ID": 42,
                         "Details": "smtp;550 5.1.1 gone", "Metadata": {"papertide": "%s"}}\
                        """
                                .formatted(token),
                        Map.of("Authorization", "Basic cG9zdG1hcms6c2VjcmV0")));
    }

    @Test
    void takesWhatItsTokenNames() {
        assertThat(post(tokens.issue(Tokens.Kind.BOUNCE, 77)))
                .isEqualTo(ProviderWebhooks.Answer.TAKEN);
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] HARD 5.1.1");
    }

    @Test
    void takesItFromAnAddressOfOurs() {
        assertThat(post("b+" + tokens.issue(Tokens.Kind.BOUNCE, 77) + "@bounces.example"))
                .isEqualTo(ProviderWebhooks.Answer.TAKEN);
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] HARD 5.1.1");
    }

    /** Signed by the provider does not mean that the mail was ours. */
    @Test
    void countsWhatHasNoTokenOfOurs() {
        assertThat(post("a".repeat(42))).isEqualTo(ProviderWebhooks.Answer.TAKEN);
        assertThat(post("reader@example.org")).isEqualTo(ProviderWebhooks.Answer.TAKEN);
        assertThat(sink.taken()).containsExactly("unaddressed", "unaddressed");
    }

    @Test
    void isOffForProvidersThatAreNotSetUp() {
        for (String provider : List.of("mailgun", "ses", "")) {
            assertThat(webhooks.take(provider, Requests.of("{}", Map.of())))
                    .isEqualTo(ProviderWebhooks.Answer.OFF);
        }
    }

    @Test
    void refusesStrangers() {
        assertThat(webhooks.take("postmark", Requests.of("{}", Map.of())))
                .isEqualTo(ProviderWebhooks.Answer.REFUSED);
        assertThat(sink.taken()).isEmpty();
    }

    /** Signed, but of any shape and any time: one event or none, and no exception. */
    @ParameterizedTest
    @MethodSource("shapes")
    void takesEventsOfAnyShape(String event) {
        assertThat(
                        webhooks.take(
                                "postmark",
                                Requests.of(
                                        event,
                                        Map.of("Authorization", "Basic cG9zdG1hcms6c2VjcmV0"))))
                .isIn(ProviderWebhooks.Answer.TAKEN, ProviderWebhooks.Answer.UNREADABLE);
        assertThat(sink.taken()).hasSizeLessThanOrEqualTo(1);
    }

    static Stream<String> shapes() {
        return Stream.of(
                "[" + "{},".repeat(10_000) + "{}]",
                "[".repeat(100_000),
                "{\"RecordType\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_001),
                "{\"RecordType\":[\"Bounce\"],\"Type\":{\"HardBounce\":1}}",
                "{\"RecordType\":\"Bounce\",\"Type\":null,\"Metadata\":[1,2,3]}",
                "{\"RecordType\":\"Bounce\",\"RecordType\":\"SpamComplaint\",\"ID\":1e999999}",
                "{\"RecordType\":\"Bounce\",\"Type\":\"HardBounce\",\"ID\":-0.0,"
                        + "\"BouncedAt\":\"+999999999-12-31T23:59:59Z\"}",
                "{\"RecordType\":\"Bounce\",\"Type\":\"HardBounce\",\"Details\":\""
                        + "5.1.1.".repeat(100_000)
                        + "\"}",
                "{\"RecordType\":\"Bounce\",\"Metadata\":{\"papertide\":\""
                        + "@".repeat(500_000)
                        + "\"}}",
                "{\"RecordType\":\"Bounce\",\"Details\":\"\\u0000\\ud800\\u001b[2J\"}",
                "{\"RecordType\":\"SubscriptionChange\",\"SuppressSending\":\"yes\"}",
                "\ufeff{}",
                "NaN",
                "{} {}",
                "\0");
    }

    /** The provider asks again when it is not answered with success. */
    @Test
    void failsWhileTheDatabaseIsAway() {
        sink.fail(new DatabaseUnavailableException(new IllegalStateException("gone")));
        String token = tokens.issue(Tokens.Kind.BOUNCE, 77);
        assertThatThrownBy(() -> post(token)).isInstanceOf(DatabaseUnavailableException.class);
    }
}
