package org.papertide.notify.returned.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.notify.returned.Report;
import org.papertide.platform.hashing.Sha256;

/** Postmark's webhooks, which are not signed: a password in the URL says that they are theirs. */
final class PostmarkWebhook implements ProviderWebhook {

    private final Optional<byte[]> expected;

    PostmarkWebhook(ProviderWebhookSettings.Postmark settings) {
        this.expected =
                settings.password()
                        .map(password -> settings.username() + ":" + password)
                        .map(Sha256::of);
    }

    @Override
    public String provider() {
        return "postmark";
    }

    @Override
    public boolean isOn() {
        return expected.isPresent();
    }

    @Override
    public Outcome read(Request request) {
        if (!isTheirs(request.header().apply("Authorization").orElse(""))) {
            return new Outcome.Refused("the password is wrong");
        }
        return WebhookJson.parse(request.body())
                .filter(JsonNode::isObject)
                .<Outcome>map(event -> new Outcome.Reports(report(event).stream().toList()))
                .orElseGet(() -> new Outcome.Unreadable("not a JSON object"));
    }

    private boolean isTheirs(String authorization) {
        if (expected.isEmpty() || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        try {
            String sent =
                    new String(
                            Base64.getDecoder().decode(authorization.substring(6).strip()),
                            StandardCharsets.UTF_8);
            return MessageDigest.isEqual(expected.get(), Sha256.of(sent));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Optional<AddressedReport> report(JsonNode event) {
        String details =
                WebhookJson.first(
                        WebhookJson.text(event, "Details"),
                        WebhookJson.text(event, "Description"),
                        WebhookJson.text(event, "SuppressionReason"),
                        WebhookJson.text(event, "RecordType"));
        String record = WebhookJson.text(event, "RecordType");
        Kind kind =
                switch (record) {
                    case "Bounce" -> bounce(WebhookJson.text(event, "Type"));
                    case "SpamComplaint" -> Kind.COMPLAINT;
                    case "Delivery" -> Kind.SUCCESS;
                    case "SubscriptionChange" ->
                            event.path("SuppressSending").asBoolean()
                                    ? suppression(WebhookJson.text(event, "SuppressionReason"))
                                    : null;
                    default -> null;
                };
        String id =
                WebhookJson.first(
                        WebhookJson.text(event, "ID"), WebhookJson.text(event, "MessageID"));
        return kind == null
                ? Optional.empty()
                : Optional.of(
                        new AddressedReport(
                                List.of(
                                        WebhookJson.text(
                                                event.path("Metadata"), WebhookJson.TOKEN)),
                                Report.of(
                                        kind,
                                        code(event, details),
                                        details,
                                        "postmark " + record + " " + id)));
    }

    private static @Nullable String code(JsonNode event, String details) {
        return WebhookJson.text(event, "Type").equals("BadEmailAddress")
                ? "5.1.3"
                : WebhookJson.code(details).orElse(null);
    }

    /** Postmark's types of bounces. */
    private static Kind bounce(String type) {
        return switch (type) {
            case "HardBounce", "BadEmailAddress" -> Kind.HARD;
            case "SoftBounce", "DnsError", "SMTPApiError" -> Kind.SOFT;
            case "Transient" -> Kind.DELAYED;
            case "Blocked", "SpamNotification", "DMARCPolicy", "TemplateRenderingFailed" ->
                    Kind.POLICY;
            case "SpamComplaint" -> Kind.COMPLAINT;
            case "AutoResponder", "ChallengeVerification", "AddressChange" -> Kind.AUTO_REPLY;
            case "Unsubscribe" -> Kind.UNSUBSCRIBE;
            default -> Kind.UNKNOWN;
        };
    }

    private static Kind suppression(String reason) {
        return switch (reason) {
            case "HardBounce" -> Kind.HARD;
            case "SpamComplaint" -> Kind.COMPLAINT;
            case "ManualSuppression" -> Kind.UNSUBSCRIBE;
            default -> Kind.UNKNOWN;
        };
    }
}
