package org.papertide.notify.returned.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.returned.webhook.ProviderWebhook.Outcome;
import org.papertide.testing.SettableClock;

class SesWebhookTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:bounces";
    private static final String CERTIFICATE =
            "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b2c.pem";
    private static final String CONFIRMATION =
            "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=x&Token=y";

    private final ObjectMapper json = new ObjectMapper();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T08:00:00Z"));
    private final List<URI> confirmed = new ArrayList<>();
    private final List<URI> fetched = new ArrayList<>();
    private boolean away;
    private final KeyStore keys = keys();
    private final SesWebhook webhook =
            new SesWebhook(
                    new Settings.Ses(Optional.of(List.of("arn:aws:sns:x", " " + TOPIC))),
                    new AmazonSns() {
                        @Override
                        public X509Certificate certificate(URI address) throws IOException {
                            fetched.add(address);
                            if (away) {
                                throw new IOException("no route to host");
                            }
                            try {
                                return (X509Certificate) keys.getCertificate("test");
                            } catch (java.security.KeyStoreException e) {
                                throw new IOException(e);
                            }
                        }

                        @Override
                        public void confirm(URI address) throws IOException {
                            if (away) {
                                throw new IOException("no route to host");
                            }
                            confirmed.add(address);
                        }
                    },
                    clock);

    private ObjectNode envelope = json.createObjectNode();

    private static KeyStore keys() {
        try (InputStream file = SesWebhookTest.class.getResourceAsStream("/webhook/sns.p12")) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(Objects.requireNonNull(file), "password".toCharArray());
            return keys;
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException("the certificate of the tests", e);
        }
    }

    @BeforeEach
    void begin() {
        envelope =
                json.createObjectNode()
                        .put("Type", "Notification")
                        .put("MessageId", "n1")
                        .put("TopicArn", TOPIC)
                        .put("Message", "{}")
                        .put("Timestamp", "2026-05-04T08:00:00.000Z")
                        .put("SignatureVersion", "2")
                        .put("SigningCertURL", CERTIFICATE);
    }

    private void sign() throws Exception {
        boolean subscription = !envelope.path("Type").asText().equals("Notification");
        List<String> members =
                subscription
                        ? List.of(
                                "Message",
                                "MessageId",
                                "SubscribeURL",
                                "Timestamp",
                                "Token",
                                "TopicArn",
                                "Type")
                        : List.of(
                                "Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
        StringBuilder text = new StringBuilder();
        for (String member : members) {
            if (envelope.has(member)) {
                text.append(member + "\n" + envelope.path(member).asText() + "\n");
            }
        }
        Signature signature =
                Signature.getInstance(
                        envelope.path("SignatureVersion").asText().equals("1")
                                ? "SHA1withRSA"
                                : "SHA256withRSA");
        signature.initSign((PrivateKey) keys.getKey("test", "password".toCharArray()));
        signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
        envelope.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
    }

    private Outcome read() {
        return webhook.read(Requests.of(envelope.toString(), Map.of()));
    }

    private List<String> told(String event) throws Exception {
        envelope.put("Message", event);
        sign();
        return Requests.told(read());
    }

    private static String bounce(String type, String subtype, String status) {
        return """
        {"notificationType": "Bounce", "mail": {"source": "b+x@bounces.example"},
         "bounce": {"bounceType": "%s", "bounceSubType": "%s", "bouncedRecipients":
          [{"emailAddress": "a@example.org", "status": "%s",
            "diagnosticCode": "smtp; 550 no"}]}}\
        """
                .formatted(type, subtype, status);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "Permanent, General, 5.1.1, HARD 5.1.1",
                "Permanent, General, 5.7.1, POLICY 5.7.1",
                "Permanent, NoEmail, '', HARD 5.1.1",
                "Permanent, OnAccountSuppressionList, '', HARD 5.1.1",
                "Permanent, General, '', HARD null",
                "Transient, MailboxFull, 5.2.2, SOFT 5.2.2",
                "Transient, General, '', SOFT null",
                "Transient, ContentRejected, 5.6.0, POLICY 5.6.0",
                "Undetermined, Undetermined, '', SOFT null"
            })
    void readsBounces(String type, String subtype, String status, String expected)
            throws Exception {
        assertThat(told(bounce(type, subtype, status)))
                .containsExactly(expected + " [b+x@bounces.example]");
    }

    /** An absence, in SES's own words: it names a recipient, and no report. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "Transient, General, none, AUTO_REPLY null",
                "Undetermined, Undetermined, none, AUTO_REPLY null",
                "Transient, General, status, SOFT 4.4.7",
                "Transient, General, action, SOFT null",
                "Transient, General, diagnosticCode, SOFT 4.4.7",
                "Transient, MailboxFull, none, SOFT null",
                "Permanent, General, none, HARD null"
            })
    void takesABounceWithoutAReportForAnAbsence(
            String type, String subtype, String member, String expected) throws Exception {
        String more = member == null ? "" : ", \"%s\": \"4.4.7\"".formatted(member);
        assertThat(
                        told(
                                """
                                {"notificationType": "Bounce",
                                 "mail": {"source": "b+x@bounces.example"},
                                 "bounce": {"bounceType": "%s", "bounceSubType": "%s",
                                  "bouncedRecipients": [{"emailAddress": "a@example.org"%s}]}}\
                                """
                                        .formatted(type, subtype, more)))
                .containsExactly(expected + " [b+x@bounces.example]");
    }

    @ParameterizedTest
    @CsvSource({
        "notificationType, Complaint, COMPLAINT",
        "eventType, Complaint, COMPLAINT",
        "notificationType, Delivery, SUCCESS",
        "eventType, DeliveryDelay, DELAYED",
        "eventType, Reject, POLICY"
    })
    void readsOtherEvents(String member, String type, String kind) throws Exception {
        assertThat(
                        told(
                                "{\"%s\": \"%s\", \"mail\": {\"source\": \"b+x@b.example\"}}"
                                        .formatted(member, type)))
                .containsExactly(kind + " null [b+x@b.example]");
    }

    @ParameterizedTest
    @CsvSource({"abuse, COMPLAINT", "auth-failure, POLICY", "not-spam, UNKNOWN"})
    void readsWhoComplains(String type, String kind) throws Exception {
        assertThat(
                        told(
                                """
                                {"notificationType": "Complaint",
                                 "mail": {"source": "b+x@b.example"},
                                 "complaint": {"complaintFeedbackType": "%s"}}\
                                """
                                        .formatted(type)))
                .containsExactly(kind + " null [b+x@b.example]");
    }

    @Test
    void ignoresWhatReadersDoAndWhatElseATopicHas() throws Exception {
        assertThat(told("{\"eventType\": \"Open\"}")).isEmpty();
        assertThat(told("Successfully validated SNS topic")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void knowsBothVersionsOfTheSignature(String version) throws Exception {
        envelope.put("SignatureVersion", version).put("Subject", "Amazon SES");
        assertThat(told(bounce("Permanent", "General", "5.1.1"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Message", "MessageId", "Timestamp", "Type", "Signature"})
    void refusesWhatWasChangedAfterItWasSigned(String member) throws Exception {
        sign();
        envelope.put(member, envelope.path(member).asText() + "x");
        assertThat(read()).isInstanceOf(Outcome.Refused.class);
    }

    /** Anybody can have a topic, and Amazon signs for all. */
    @Test
    void refusesAnotherTopic() throws Exception {
        envelope.put("TopicArn", TOPIC + "2");
        sign();
        assertThat(read()).isInstanceOf(Outcome.Refused.class);
        assertThat(fetched).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-a.pem",
                "https://evil.example/SimpleNotificationService-a.pem",
                "https://evil@sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com:444/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem?x=y",
                "https://sns.eu-west-1.amazonaws.com/../SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com/other.pem",
                "https://s3.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://sns.amazonaws.com.eu-west-1/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com\\@evil.example/SimpleNotificationService-a.pem",
                "file:///SimpleNotificationService-a.pem",
                "not an address",
                ""
            })
    void asksForACertificateAtAmazonOnly(String address) throws Exception {
        envelope.put("SigningCertURL", address);
        sign();
        assertThat(read()).isInstanceOf(Outcome.Refused.class);
        assertThat(fetched).isEmpty();
    }

    @Test
    void asksForACertificateOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(told(bounce("Permanent", "General", "5.1.1"))).hasSize(1);
        }
        assertThat(fetched).containsExactly(URI.create(CERTIFICATE));
    }

    /** Amazon does not come again after 403. */
    @Test
    void asksForTheSameAgainWhileAmazonIsAway() throws Exception {
        away = true;
        sign();
        assertThat(read()).isInstanceOf(Outcome.Undecided.class);
        away = false;
        assertThat(read()).isInstanceOf(Outcome.Reports.class);
        away = true;
        subscribe(CONFIRMATION);
        assertThat(read()).isInstanceOf(Outcome.Undecided.class);
    }

    /** Whoever knows the topic can name as many certificates as they like. */
    @Test
    void asksAmazonForFewCertificatesInAMinute() throws Exception {
        sign();
        assertThat(read()).isInstanceOf(Outcome.Reports.class);
        for (int i = 0; i < 1_000; i++) {
            envelope.put("SigningCertURL", CERTIFICATE.replace("0a1b2c", "x" + i));
            assertThat(read()).isNotNull();
        }
        assertThat(fetched).hasSizeLessThanOrEqualTo(10);
    }

    /** What strangers name crowds out no certificate that has signed for us. */
    @Test
    void keepsTheCertificateThatSignedWhateverStrangersName() throws Exception {
        sign();
        assertThat(read()).isInstanceOf(Outcome.Reports.class);
        for (int minute = 0; minute < 60; minute++) {
            clock.advance(Duration.ofMinutes(1));
            for (int i = 0; i < 20; i++) {
                envelope.put("SigningCertURL", CERTIFICATE.replace("0a1b2c", minute + "x" + i))
                        .put("Signature", "AAAA");
                assertThat(read()).isNotInstanceOf(Outcome.Reports.class);
            }
            envelope.put("SigningCertURL", CERTIFICATE);
            sign();
            assertThat(read()).isInstanceOf(Outcome.Reports.class);
        }
        assertThat(fetched).containsOnlyOnce(URI.create(CERTIFICATE));
        assertThat(fetched).hasSizeLessThanOrEqualTo(1 + 60 * 10);
    }

    @Test
    void refusesACertificateThatIsNoLongerGood() throws Exception {
        sign();
        assertThat(read()).isInstanceOf(Outcome.Reports.class);
        clock.advance(Duration.ofDays(36_600));
        assertThat(read()).isInstanceOf(Outcome.Refused.class);
    }

    private void subscribe(String address) throws Exception {
        envelope.put("Type", "SubscriptionConfirmation")
                .put("Token", "y")
                .put("SubscribeURL", address);
        sign();
    }

    @Test
    void confirmsTheSubscriptionOfItsTopic() throws Exception {
        subscribe(CONFIRMATION);
        assertThat(read()).isInstanceOf(Outcome.Reports.class);
        assertThat(confirmed).containsExactly(URI.create(CONFIRMATION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/?Action=ConfirmSubscription&Token=y",
                "http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=y",
                "https://sns.eu-west-1.amazonaws.com/?Action=DeleteTopic&Token=y",
                "https://sns.eu-west-1.amazonaws.com/",
                "https://169.254.169.254/?Action=ConfirmSubscription&Token=y"
            })
    void confirmsAtAmazonOnly(String address) throws Exception {
        subscribe(address);
        assertThat(read()).isInstanceOf(Outcome.Refused.class);
        assertThat(confirmed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}", "{\"TopicArn\": {}}"})
    void refusesWhatIsNoNotification(String body) {
        assertThat(webhook.read(Requests.of(body, Map.of()))).isInstanceOf(Outcome.Refused.class);
    }
}
