package org.papertide.notify.returned.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.returned.webhook.ProviderWebhook.Outcome;
import org.papertide.testing.SettableClock;

class MailgunWebhookTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final String KEY = "key-0123456789";

    private final SettableClock clock = new SettableClock(NOW);
    private final MailgunWebhook webhook =
            new MailgunWebhook(new Settings.Mailgun(Optional.of(KEY)), Settings.WINDOW, clock);

    private static String signature(long seconds, String token) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of()
                .formatHex(mac.doFinal((seconds + token).getBytes(StandardCharsets.UTF_8)));
    }

    private static ProviderWebhook.Request signed(String token, String event) throws Exception {
        long seconds = NOW.getEpochSecond();
        return request(seconds, token, signature(seconds, token), event);
    }

    private static ProviderWebhook.Request request(
            long seconds, String token, String signature, String event) {
        return Requests.of(
                """
                {"signature": {"timestamp": "%d", "token": "%s", "signature": "%s"},
                 "event-data": %s}\
                """
                        .formatted(seconds, token, signature, event),
                Map.of());
    }

    private static String failed(String severity, String reason) {
        return """
        {"event": "failed", "severity": "%s", "reason": "%s", "id": "e1",
         "delivery-status": {"code": 550, "enhanced-code": "5.1.1", "message": "gone"},
         "envelope": {"sender": "b+x@bounces.example"},
         "user-variables": {"papertide": "token"}}\
        """
                .formatted(severity, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "permanent, bounce, HARD",
        "permanent, suppress-bounce, HARD",
        "permanent, suppress-complaint, COMPLAINT",
        "permanent, suppress-unsubscribe, UNSUBSCRIBE",
        "permanent, old, SOFT",
        "permanent, generic, SOFT",
        "temporary, generic, DELAYED"
    })
    void readsFailures(String severity, String reason, String kind) throws Exception {
        assertThat(Requests.told(webhook.read(signed("t", failed(severity, reason)))))
                .containsExactly(kind + " 5.1.1 [token, b+x@bounces.example]");
    }

    @ParameterizedTest
    @CsvSource({
        "complained, COMPLAINT",
        "unsubscribed, UNSUBSCRIBE",
        "delivered, SUCCESS",
        "rejected, POLICY"
    })
    void readsOtherEvents(String event, String kind) throws Exception {
        String body = "{\"event\": \"%s\", \"id\": \"e1\"}".formatted(event);
        assertThat(Requests.told(webhook.read(signed("t", body))))
                .containsExactly(kind + " null [, ]");
    }

    @Test
    void ignoresWhatReadersDo() throws Exception {
        assertThat(
                        Requests.told(
                                webhook.read(
                                        signed("t", "{\"event\": \"opened\", \"id\": \"1\"}"))))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNotSigned() throws Exception {
        long seconds = NOW.getEpochSecond();
        String good = signature(seconds, "t");
        String event = failed("permanent", "bounce");
        for (ProviderWebhook.Request forged :
                java.util.List.of(
                        request(seconds + 1, "t", good, event),
                        request(seconds, "u", good, event),
                        request(seconds, "t", "", event),
                        request(seconds, "t", "zz", event),
                        Requests.of("", Map.of()),
                        Requests.of("[]", Map.of()),
                        Requests.of("{\"signature\": 7}", Map.of()))) {
            assertThat(webhook.read(forged)).isInstanceOf(Outcome.Refused.class);
        }
    }

    /** The signature leaves out the body: whoever overhears it must not put another under it. */
    @Test
    void takesATokenForOneBodyOnly() throws Exception {
        ProviderWebhook.Request first = signed("t", failed("permanent", "bounce"));
        assertThat(webhook.read(first)).isInstanceOf(Outcome.Reports.class);
        assertThat(webhook.read(first))
                .as("Mailgun asks again")
                .isInstanceOf(Outcome.Reports.class);
        assertThat(webhook.read(signed("t", failed("permanent", "suppress-complaint"))))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(webhook.read(signed("u", failed("permanent", "suppress-complaint"))))
                .isInstanceOf(Outcome.Reports.class);
    }

    @Test
    void refusesWhatIsTooOldOrFromTheFuture() throws Exception {
        ProviderWebhook.Request request = signed("t", failed("permanent", "bounce"));
        clock.advance(Settings.WINDOW);
        assertThat(webhook.read(request)).isInstanceOf(Outcome.Reports.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(webhook.read(request)).isInstanceOf(Outcome.Refused.class);
        clock.advance(Settings.WINDOW.plusMinutes(6).negated());
        assertThat(webhook.read(request)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void saysThatASignedBodyHasNoEvent() throws Exception {
        assertThat(webhook.read(signed("t", "null"))).isInstanceOf(Outcome.Unreadable.class);
    }

    @Test
    void isOffWithoutAKey() {
        assertThat(
                        new MailgunWebhook(
                                        new Settings.Mailgun(Optional.empty()),
                                        Settings.WINDOW,
                                        clock)
                                .isOn())
                .isFalse();
    }
}
