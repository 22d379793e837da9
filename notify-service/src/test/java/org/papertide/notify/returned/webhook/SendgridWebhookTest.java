package org.papertide.notify.returned.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.papertide.notify.returned.webhook.ProviderWebhook.Outcome;
import org.papertide.testing.SettableClock;

class SendgridWebhookTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final String SECONDS = Long.toString(NOW.getEpochSecond());

    private static final String EVENTS =
            """
            [{"email": "a@example.org", "event": "bounce", "type": "bounce", "status": "5.1.1",
              "reason": "550 5.1.1 no such user", "sg_event_id": "e1", "papertide": "token"},
             {"event": "bounce", "type": "blocked", "reason": "421 4.7.0 later",
              "sg_event_id": "e2", "papertide": "token"},
             {"event": "dropped", "reason": "Bounced Address", "status": "5.0.0",
              "sg_event_id": "e3"},
             {"event": "dropped", "reason": "Invalid", "status": "5.0.0", "sg_event_id": "e12"},
             {"event": "dropped", "reason": "Spam Reporting Address", "sg_event_id": "e4"},
             {"event": "dropped", "reason": "Unsubscribed Address", "sg_event_id": "e5"},
             {"event": "dropped", "reason": "Recipient List over Package Quota",
              "sg_event_id": "e6"},
             {"event": "deferred", "response": "400 try again", "sg_event_id": "e7"},
             {"event": "delivered", "response": "250 OK", "sg_event_id": "e8"},
             {"event": "spamreport", "sg_event_id": "e9"},
             {"event": "unsubscribe", "sg_event_id": "e10"},
             {"event": "open", "sg_event_id": "e11"},
             {"event": "bounce"}, 7, null]\
            """;

    private final SettableClock clock = new SettableClock(NOW);
    private final KeyPair keys = keys();
    private final SendgridWebhook webhook =
            new SendgridWebhook(
                    new Settings.Sendgrid(
                            Optional.of(
                                    Base64.getEncoder()
                                            .encodeToString(keys.getPublic().getEncoded()))),
                    Settings.WINDOW,
                    clock);

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProviderWebhook.Request signed(String body) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update((SECONDS + body).getBytes(StandardCharsets.UTF_8));
        return request(body, SECONDS, Base64.getEncoder().encodeToString(signature.sign()));
    }

    private static ProviderWebhook.Request request(String body, String seconds, String signature) {
        return Requests.of(
                body,
                Map.of(SendgridWebhook.TIMESTAMP, seconds, SendgridWebhook.SIGNATURE, signature));
    }

    @Test
    void readsEventsBySendgridsNames() throws Exception {
        assertThat(Requests.told(webhook.read(signed(EVENTS))))
                .containsExactly(
                        "HARD 5.1.1 [token]",
                        "SOFT 4.7.0 [token]",
                        "HARD null []",
                        "HARD null []",
                        "COMPLAINT null []",
                        "UNSUBSCRIBE null []",
                        "POLICY null []",
                        "DELAYED null []",
                        "SUCCESS null []",
                        "COMPLAINT null []",
                        "UNSUBSCRIBE null []");
    }

    @Test
    void givesTheSameEventTheSameKey() throws Exception {
        List<String> first = keys(webhook.read(signed(EVENTS)));
        assertThat(keys(webhook.read(signed(EVENTS)))).isEqualTo(first).doesNotHaveDuplicates();
    }

    private static List<String> keys(Outcome outcome) {
        return Requests.reports(outcome).stream().map(each -> each.report().key()).toList();
    }

    @Test
    void refusesWhatIsNotSigned() throws Exception {
        ProviderWebhook.Request good = signed(EVENTS);
        String signature = good.header().apply(SendgridWebhook.SIGNATURE).orElseThrow();
        for (ProviderWebhook.Request forged :
                List.of(
                        request(EVENTS + " ", SECONDS, signature),
                        request(EVENTS, SECONDS + "0", signature),
                        request(EVENTS, SECONDS, ""),
                        request(EVENTS, SECONDS, "not base64!"),
                        request(EVENTS, SECONDS, "AAAA"),
                        Requests.of(EVENTS, Map.of()))) {
            assertThat(webhook.read(forged)).isInstanceOf(Outcome.Refused.class);
        }
    }

    /** Nothing of a body is parsed before its signature is known to be right. */
    @Test
    void doesNotReadWhatIsNotSigned() {
        assertThat(webhook.read(request("[[[[[[[[[[[[", SECONDS, "AAAA")))
                .isEqualTo(new Outcome.Refused("the signature is wrong"));
    }

    @Test
    void refusesWhatIsTooOld() throws Exception {
        ProviderWebhook.Request request = signed(EVENTS);
        clock.advance(Settings.WINDOW);
        assertThat(webhook.read(request)).isInstanceOf(Outcome.Reports.class);
        clock.advance(java.time.Duration.ofSeconds(1));
        assertThat(webhook.read(request)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void saysThatASignedBodyIsNone() throws Exception {
        for (String body : List.of("", "{}", "[", "x".repeat(WebhookJson.MAX_BYTES + 1))) {
            assertThat(webhook.read(signed(body))).isInstanceOf(Outcome.Unreadable.class);
        }
    }

    @Test
    void isOffWithoutAKeyAndRefusesToStartWithAWrongOne() {
        assertThat(
                        new SendgridWebhook(
                                        new Settings.Sendgrid(Optional.empty()),
                                        Settings.WINDOW,
                                        clock)
                                .isOn())
                .isFalse();
        assertThatThrownBy(() ->
                        new SendgridWebhook(
                                new Settings.Sendgrid(Optional.of("AAAA")), Settings.WINDOW, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.returned.webhooks.sendgrid.public-key");
    }
}
