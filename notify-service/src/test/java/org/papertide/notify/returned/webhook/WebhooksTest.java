package org.papertide.notify.returned.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.papertide.notify.returned.RecordingSink;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.token.TestTokens;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.DatabaseUnavailableException;

class WebhooksTest {

    private final Tokens tokens = TestTokens.of(Clock.systemUTC());
    private final RecordingSink sink = new RecordingSink();
    private final Webhooks webhooks =
            new Webhooks(
                    List.of(
                            new PostmarkWebhook(
                                    new Settings.Postmark("postmark", Optional.of("secret"))),
                            new MailgunWebhook(
                                    new Settings.Mailgun(Optional.empty()),
                                    Settings.WINDOW,
                                    Clock.systemUTC())),
                    new ReturnAddresses(tokens, "bounces.example", "papertide.example"),
                    sink);

    private Webhooks.Answer post(String token) {
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
        assertThat(post(tokens.issue(Tokens.Kind.BOUNCE, 77))).isEqualTo(Webhooks.Answer.TAKEN);
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] HARD 5.1.1");
    }

    @Test
    void takesItFromAnAddressOfOurs() {
        assertThat(post("b+" + tokens.issue(Tokens.Kind.BOUNCE, 77) + "@bounces.example"))
                .isEqualTo(Webhooks.Answer.TAKEN);
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] HARD 5.1.1");
    }

    /** Signed by the provider does not mean that the mail was ours. */
    @Test
    void countsWhatHasNoTokenOfOurs() {
        assertThat(post("a".repeat(42))).isEqualTo(Webhooks.Answer.TAKEN);
        assertThat(post("reader@example.org")).isEqualTo(Webhooks.Answer.TAKEN);
        assertThat(sink.taken()).containsExactly("unaddressed", "unaddressed");
    }

    @Test
    void isOffForProvidersThatAreNotSetUp() {
        for (String provider : List.of("mailgun", "ses", "")) {
            assertThat(webhooks.take(provider, Requests.of("{}", Map.of())))
                    .isEqualTo(Webhooks.Answer.OFF);
        }
    }

    @Test
    void refusesStrangers() {
        assertThat(webhooks.take("postmark", Requests.of("{}", Map.of())))
                .isEqualTo(Webhooks.Answer.REFUSED);
        assertThat(sink.taken()).isEmpty();
    }

    /** The provider asks again when it is not answered with success. */
    @Test
    void failsWhileTheDatabaseIsAway() {
        sink.fail(new DatabaseUnavailableException(new IllegalStateException("gone")));
        String token = tokens.issue(Tokens.Kind.BOUNCE, 77);
        assertThatThrownBy(() -> post(token)).isInstanceOf(DatabaseUnavailableException.class);
    }
}
