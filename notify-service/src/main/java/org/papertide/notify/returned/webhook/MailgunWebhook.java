package org.papertide.notify.returned.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.notify.returned.Report;
import org.papertide.platform.hashing.Sha256;

/**
 * Mailgun's webhooks: HMAC-SHA-256 over a timestamp and a token, which leaves out the body. So a
 * token that was seen is good for the same body only: that is Mailgun asking again; with another
 * body it is somebody who overheard it.
 *
 * <p>Which tokens were seen each process keeps in its memory: whoever overhears one may use it for
 * another body at another replica, or after a restart, until it is too old. That needs the plain
 * text of a TLS connection, and each report still needs the token of a mail of ours.
 */
final class MailgunWebhook implements ProviderWebhook {

    /** More than Mailgun sends in the window of any sender; 100 bytes each. */
    private static final int MOST_TOKENS = 200_000;

    /** The reason of a mail to an address on their list of those that bounced. */
    private static final String ON_LIST = "suppress-bounce";

    private static final String ALGORITHM = "HmacSHA256";

    private final @Nullable SecretKeySpec key;
    private final TimeWindow window;
    private final Cache<String, String> bodies;

    MailgunWebhook(ProviderWebhookSettings.Mailgun settings, Duration window, Clock clock) {
        this.key =
                settings.signingKey()
                        .map(text ->
                                new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                        .orElse(null);
        this.window = new TimeWindow(window, clock);
        this.bodies =
                Caffeine.newBuilder()
                        .maximumSize(MOST_TOKENS)
                        .expireAfterWrite(window.multipliedBy(2))
                        .build();
    }

    @Override
    public String provider() {
        return "mailgun";
    }

    @Override
    public boolean isOn() {
        return key != null;
    }

    @Override
    public Outcome read(Request request) {
        Optional<JsonNode> json = WebhookJson.parse(request.body());
        JsonNode signature = json.map(body -> body.path("signature")).orElse(null);
        if (signature == null || !isSigned(signature)) {
            return new Outcome.Refused("the signature is wrong");
        }
        if (!window.contains(WebhookJson.text(signature, "timestamp"))) {
            return new Outcome.Refused("too old, or from the future");
        }
        String token = WebhookJson.text(signature, "token");
        String body = Sha256.hex(request.body());
        String before = bodies.asMap().putIfAbsent(token, body);
        if (before != null && !before.equals(body)) {
            return new Outcome.Refused("its token was used for something else");
        }
        JsonNode event = json.get().path("event-data");
        return event.isObject()
                ? new Outcome.Reports(report(event).stream().toList())
                : new Outcome.Unreadable("no event-data");
    }

    private boolean isSigned(JsonNode signature) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(bytes(signature, "timestamp"));
            byte[] expected = mac.doFinal(bytes(signature, "token"));
            return MessageDigest.isEqual(
                    expected, HexFormat.of().parseHex(WebhookJson.text(signature, "signature")));
        } catch (IllegalArgumentException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] bytes(JsonNode signature, String member) {
        return WebhookJson.text(signature, member).getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<AddressedReport> report(JsonNode event) {
        JsonNode status = event.path("delivery-status");
        String reason =
                WebhookJson.first(
                        WebhookJson.text(status, "message"),
                        WebhookJson.text(status, "description"),
                        WebhookJson.text(event, "reason"),
                        WebhookJson.text(event, "event"));
        Kind kind =
                switch (WebhookJson.text(event, "event")) {
                    case "failed" -> failed(event);
                    case "rejected" -> Kind.POLICY;
                    case "complained" -> Kind.COMPLAINT;
                    case "unsubscribed" -> Kind.UNSUBSCRIBE;
                    case "delivered" -> Kind.SUCCESS;
                    default -> null;
                };
        String id = WebhookJson.text(event, "id");
        if (kind == null || id.isEmpty()) {
            return Optional.empty();
        }
        String number = WebhookJson.text(status, "code");
        String code =
                WebhookJson.code(WebhookJson.text(status, "enhanced-code"))
                        .or(() -> WebhookJson.code(reason))
                        .orElse(number.matches("[45]\\d\\d") ? number : null);
        String name = "mailgun " + id;
        return Optional.of(
                new AddressedReport(
                        List.of(
                                WebhookJson.text(event.path("user-variables"), WebhookJson.TOKEN),
                                WebhookJson.text(event.path("envelope"), "sender")),
                        kind == Kind.HARD && WebhookJson.text(event, "reason").equals(ON_LIST)
                                ? Report.ofList(code, reason, name)
                                : Report.of(kind, code, reason, name)));
    }

    /** Their own list knows what came back before: suppress-bounce, suppress-complaint …. */
    private static Kind failed(JsonNode event) {
        if (!WebhookJson.text(event, "severity").equals("permanent")) {
            return Kind.DELAYED;
        }
        return switch (WebhookJson.text(event, "reason")) {
            case "suppress-complaint" -> Kind.COMPLAINT;
            case "suppress-unsubscribe" -> Kind.UNSUBSCRIBE;
            case "bounce", ON_LIST -> Kind.HARD;
            // "old": given up after hours; "generic": anything else.
            default -> Kind.SOFT;
        };
    }
}
