package org.papertide.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures as another implementation of Standard Webhooks verifies them. */
class WebhookSecretTest {

    private static final String BODY = "{\"type\":\"paper.breakout\",\"title\":\"Über 🌊\"}";

    private static HttpHeaders headers(String id, long timestamp, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(Long.toString(timestamp)),
                        "webhook-signature", List.of(signature)),
                (_, _) -> true);
    }

    @Test
    void signsAsOthersVerify() throws Exception {
        WebhookSecret secret = WebhookSecret.random();
        WebhookSecret other = WebhookSecret.random();
        long now = Clock.systemUTC().instant().getEpochSecond();
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        String both = other.sign("msg_1", now, body) + " " + secret.sign("msg_1", now, body);
        for (WebhookSecret each : List.of(secret, other)) {
            var verifier = new com.standardwebhooks.Webhook(each.text());
            verifier.verify(BODY, headers("msg_1", now, both));
            assertThatThrownBy(() -> verifier.verify(BODY + " ", headers("msg_1", now, both)))
                    .isInstanceOf(WebhookVerificationException.class);
            assertThatThrownBy(() -> verifier.verify(BODY, headers("msg_2", now, both)))
                    .isInstanceOf(WebhookVerificationException.class);
            assertThat(verifier.sign("msg_1", now, BODY)).isEqualTo(each.sign("msg_1", now, body));
        }
    }

    @Test
    void isReadAsItIsWritten() {
        WebhookSecret secret = WebhookSecret.random();
        assertThat(secret.text()).startsWith("whsec_").hasSize(50);
        assertThat(WebhookSecret.parse(secret.text())).contains(secret);
        assertThat(secret).doesNotHaveToString(secret.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "whsec_!!!!",
                "whsec_c2hvcnQ=",
                "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0",
                "whsk_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"
            })
    void refusesOtherForms(String text) {
        assertThat(WebhookSecret.parse(text)).isEmpty();
    }

    @Test
    void refusesOtherLengths() {
        assertThatThrownBy(() -> new WebhookSecret(new byte[23]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WebhookSecret(new byte[65]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(WebhookSecret.parse("whsec_" + "A".repeat(88) + "AA==")).isEmpty();
    }
}
