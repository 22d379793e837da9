package org.papertide.notify.returned.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.returned.webhook.ProviderWebhook.Outcome;

class PostmarkWebhookTest {

    private final PostmarkWebhook webhook =
            new PostmarkWebhook(new Settings.Postmark("postmark", Optional.of("a:secret")));

    private static ProviderWebhook.Request as(String login, String body) {
        String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return Requests.of(body, Map.of("Authorization", "Basic " + encoded));
    }

    private List<String> told(String body) {
        return Requests.told(webhook.read(as("postmark:a:secret", body)));
    }

    @ParameterizedTest
    @CsvSource({
        "HardBounce, HARD 5.1.1",
        "BadEmailAddress, HARD 5.1.3",
        "SoftBounce, SOFT 5.1.1",
        "Transient, DELAYED 5.1.1",
        "Blocked, POLICY 5.1.1",
        "SpamNotification, POLICY 5.1.1",
        "SpamComplaint, COMPLAINT 5.1.1",
        "AutoResponder, AUTO_REPLY 5.1.1",
        "Unsubscribe, UNSUBSCRIBE 5.1.1",
        "Subscribe, UNKNOWN 5.1.1"
    })
    void readsBounces(String type, String expected) {
        assertThat(
                        told(
                                """
                                {"RecordType": "Bounce", "Type": "%s", "ID": 42,
                                 "Details": "smtp;550 5.1.1 no such user",
                                 "Email": "a@example.org", "Metadata": {"papertide": "token"}}\
                                """
                                        .formatted(type)))
                .containsExactly(expected + " [token]");
    }

    @Test
    void readsOtherRecords() {
        assertThat(told("{\"RecordType\": \"SpamComplaint\", \"ID\": 1}"))
                .containsExactly("COMPLAINT null []");
        assertThat(told("{\"RecordType\": \"Delivery\", \"MessageID\": \"m\"}"))
                .containsExactly("SUCCESS null []");
        assertThat(
                        told(
                                """
                                {"RecordType": "SubscriptionChange", "MessageID": "m",
                                 "SuppressSending": true,
                                 "SuppressionReason": "ManualSuppression"}\
                                """))
                .containsExactly("UNSUBSCRIBE null []");
        assertThat(
                        told(
                                """
                                {"RecordType": "SubscriptionChange", "MessageID": "m",
                                 "SuppressSending": false}\
                                """))
                .isEmpty();
        assertThat(told("{\"RecordType\": \"Open\"}")).isEmpty();
    }

    @Test
    void refusesWhoeverDoesNotKnowThePassword() {
        for (String login : List.of("", "postmark:", "postmark:a", "other:a:secret", ":")) {
            assertThat(webhook.read(as(login, "{"))).isInstanceOf(Outcome.Refused.class);
        }
        for (String header : List.of("Bearer x", "Basic", "Basic !", "")) {
            assertThat(webhook.read(Requests.of("{", Map.of("Authorization", header))))
                    .isInstanceOf(Outcome.Refused.class);
        }
        assertThat(webhook.read(Requests.of("{", Map.of()))).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void saysThatABodyIsNone() {
        assertThat(webhook.read(as("postmark:a:secret", "[]")))
                .isInstanceOf(Outcome.Unreadable.class);
    }

    @Test
    void isOffWithoutAPasswordAndRefusesAll() {
        PostmarkWebhook off =
                new PostmarkWebhook(new Settings.Postmark("postmark", Optional.empty()));
        assertThat(off.isOn()).isFalse();
        assertThat(off.read(as("postmark:", "{}"))).isInstanceOf(Outcome.Refused.class);
    }
}
