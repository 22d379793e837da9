package org.papertide.notify.returned.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.notify.returned.Report;

/**
 * SendGrid's signed event webhook: ECDSA over SHA-256 of the timestamp and the body. Our token
 * comes as a unique argument of each mail.
 */
final class SendgridWebhook implements ProviderWebhook {

    static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
    static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

    private final @Nullable PublicKey key;
    private final TimeWindow window;

    /**
     * @throws IllegalArgumentException if the setting is no key
     */
    SendgridWebhook(ProviderWebhookSettings.Sendgrid settings, Duration window, Clock clock) {
        this.key = settings.publicKey().map(SendgridWebhook::key).orElse(null);
        this.window = new TimeWindow(window, clock);
    }

    @Override
    public String provider() {
        return "sendgrid";
    }

    @Override
    public boolean isOn() {
        return key != null;
    }

    @Override
    public Outcome read(Request request) {
        String timestamp = request.header().apply(TIMESTAMP).orElse("");
        String signature = request.header().apply(SIGNATURE).orElse("");
        if (!isSigned(timestamp, signature, request.body())) {
            return new Outcome.Refused("the signature is wrong");
        }
        if (!window.contains(timestamp)) {
            return new Outcome.Refused("too old, or from the future");
        }
        Optional<JsonNode> json = WebhookJson.parse(request.body()).filter(JsonNode::isArray);
        if (json.isEmpty()) {
            return new Outcome.Unreadable("not a JSON array");
        }
        List<AddressedReport> reports = new ArrayList<>();
        json.get().forEach(event -> report(event).ifPresent(reports::add));
        return new Outcome.Reports(reports);
    }

    private boolean isSigned(String timestamp, String signature, byte[] body) {
        try {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(key);
            check.update(timestamp.getBytes(StandardCharsets.UTF_8));
            check.update(body);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    private static Optional<AddressedReport> report(JsonNode event) {
        String reason =
                WebhookJson.first(
                        WebhookJson.text(event, "reason"),
                        WebhookJson.text(event, "response"),
                        WebhookJson.text(event, "event"));
        Kind kind =
                switch (WebhookJson.text(event, "event")) {
                    case "bounce" ->
                            WebhookJson.text(event, "type").equals("blocked")
                                    ? Kind.SOFT
                                    : Kind.HARD;
                    case "dropped" -> dropped(reason);
                    case "deferred" -> Kind.DELAYED;
                    case "delivered" -> Kind.SUCCESS;
                    case "spamreport" -> Kind.COMPLAINT;
                    case "unsubscribe", "group_unsubscribe" -> Kind.UNSUBSCRIBE;
                    // What readers open and click is nobody's business here.
                    default -> null;
                };
        String id = WebhookJson.text(event, "sg_event_id");
        if (kind == null || id.isEmpty()) {
            return Optional.empty();
        }
        String code =
                WebhookJson.code(WebhookJson.text(event, "status"))
                        .or(() -> WebhookJson.code(reason))
                        .orElse(null);
        String name = "sendgrid " + id;
        return Optional.of(
                new AddressedReport(
                        List.of(WebhookJson.text(event, WebhookJson.TOKEN)),
                        kind == Kind.HARD && WebhookJson.text(event, "event").equals("dropped")
                                ? Report.ofList(code, reason, name)
                                : Report.of(kind, code, reason, name)));
    }

    /** What SendGrid did not send, because of what came back before. */
    private static Kind dropped(String reason) {
        return switch (reason) {
            case "Bounced Address", "Invalid" -> Kind.HARD;
            case "Spam Reporting Address" -> Kind.COMPLAINT;
            case "Unsubscribed Address" -> Kind.UNSUBSCRIBE;
            default -> Kind.POLICY;
        };
    }

    private static PublicKey key(String setting) {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(setting.strip())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "papertide.returned.webhooks.sendgrid.public-key: is no verification key", e);
        }
    }
}
