package org.papertide.notify.returned.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.testing.Growth;

/** What a mail provider sends, or somebody in its name, takes time in proportion to its length. */
class ProviderWebhookGrowthTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String SECONDS = Long.toString(NOW.getEpochSecond());

    private static final int BYTES = 200_000;

    /**
     * A webhook, and what signs a body for it.
     *
     * @param body of a request whose event has these members
     */
    record Provider(
            ProviderWebhook webhook,
            Function<String, String> body,
            Function<String, ProviderWebhook.Request> sign) {

        @Override
        public String toString() {
            return webhook.provider();
        }
    }

    static Stream<Provider> providers() throws GeneralSecurityException {
        return Stream.of(postmark(), mailgun(), sendgrid(), ses());
    }

    private static Provider postmark() {
        String login = Base64.getEncoder().encodeToString("postmark:secret".getBytes(UTF_8));
        return new Provider(
                new PostmarkWebhook(new Settings.Postmark("postmark", Optional.of("secret"))),
                members -> "{\"RecordType\": \"Bounce\", \"ID\": 1, " + members + "}",
                body -> Requests.of(body, Map.of("Authorization", "Basic " + login)));
    }

    private static Provider mailgun() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("secret".getBytes(UTF_8), "HmacSHA256"));
        String signature =
                HexFormat.of().formatHex(mac.doFinal((SECONDS + "token").getBytes(UTF_8)));
        String signed =
                "{\"signature\": {\"timestamp\": \"%s\", \"token\": \"token\", \"signature\": \"%s\"},"
                        .formatted(SECONDS, signature);
        return new Provider(
                new MailgunWebhook(
                        new Settings.Mailgun(Optional.of("secret")), Settings.WINDOW, CLOCK),
                members ->
                        signed
                                + " \"event-data\": {\"id\": \"1\", \"event\": \"failed\", "
                                + members
                                + "}}",
                body -> Requests.of(body, Map.of()));
    }

    private static Provider sendgrid() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        String key = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        return new Provider(
                new SendgridWebhook(
                        new Settings.Sendgrid(Optional.of(key)), Settings.WINDOW, CLOCK),
                members -> "[{\"event\": \"bounce\", \"sg_event_id\": \"1\", " + members + "}]",
                body -> Requests.of(body, signature(keys, body)));
    }

    private static Map<String, String> signature(KeyPair keys, String body) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update((SECONDS + body).getBytes(UTF_8));
            return Map.of(
                    SendgridWebhook.TIMESTAMP,
                    SECONDS,
                    SendgridWebhook.SIGNATURE,
                    Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Anybody can send as far as the signature. */
    private static Provider ses() {
        AmazonSns nobody =
                new AmazonSns() {
                    @Override
                    public X509Certificate certificate(URI address) throws IOException {
                        throw new IOException("nobody there");
                    }

                    @Override
                    public void confirm(URI address) throws IOException {
                        throw new IOException("nobody there");
                    }
                };
        return new Provider(
                new SesWebhook(new Settings.Ses(Optional.of(List.of("arn:ours"))), nobody, CLOCK),
                members ->
                        "{\"TopicArn\": \"arn:ours\", \"Type\": \"Notification\", \"SignatureVersion\":"
                                + " \"2\", \"SigningCertURL\":"
                                + " \"https://sns.eu-west-1.amazonaws.com/a.pem\", "
                                + members
                                + "}",
                body -> Requests.of(body, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void takesTimeInProportionToTheBody(Provider provider) {
        for (String unit : List.of("5.", "5.1.1.", " ", "x ", "\\u0000", "\\ud800", "<", "..")) {
            for (String member : List.of("Details", "reason", "status", "Message", "Type")) {
                grows(provider, "\"" + member + "\": \"", unit, "\"");
            }
        }
        grows(provider, "\"n\": ", "1", "");
        grows(provider, "\"n\": [0", ", {}", "]");
        grows(provider, "\"n\": ", "[", "");
        grows(provider, "\"\": 0", ", \"\": 0", "");
        Growth.assertLinear(
                8_192,
                count -> provider.sign.apply(provider.body.apply(collidingMembers(count))),
                request -> assertThat(provider.webhook.read(request)).isNotNull());
    }

    private static void grows(Provider provider, String before, String unit, String after) {
        Growth.assertLinear(
                BYTES / unit.length(),
                count ->
                        provider.sign.apply(
                                provider.body.apply(before + unit.repeat(count) + after)),
                request -> assertThat(provider.webhook.read(request)).isNotNull());
    }

    /** Names of one hash code: Aa and BB have the same. */
    private static String collidingMembers(int count) {
        StringBuilder members = new StringBuilder("\"a\": 0");
        for (int i = 0; i < count; i++) {
            members.append(", \"");
            for (int bit = 0; bit < 16; bit++) {
                members.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            members.append("\": 0");
        }
        return members.toString();
    }
}
