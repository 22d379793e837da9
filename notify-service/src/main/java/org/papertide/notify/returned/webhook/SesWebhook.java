package org.papertide.notify.returned.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.notify.returned.Report;

/**
 * Amazon SES's notifications and events, as Amazon SNS delivers them. The envelope is read to find
 * the signature; what it holds is read when the signature is right, and the topic is one of ours:
 * anybody may have a topic, and SNS signs for all.
 *
 * <p>Our token is in the return address, which SES gives as the mail's source.
 */
final class SesWebhook implements ProviderWebhook {

    private static final Logger LOG = Logger.getLogger(SesWebhook.class);

    private static final List<String> NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> SUBSCRIPTION =
            List.of(
                    "Message",
                    "MessageId",
                    "SubscribeURL",
                    "Timestamp",
                    "Token",
                    "TopicArn",
                    "Type");

    private final Set<String> topics;
    private final AmazonSns sns;
    private final Clock clock;
    private final SnsCertificates certificates;

    SesWebhook(ProviderWebhookSettings.Ses settings, AmazonSns sns, Clock clock) {
        this.topics =
                settings.topics().orElse(List.of()).stream()
                        .map(String::strip)
                        .collect(Collectors.toUnmodifiableSet());
        this.sns = sns;
        this.clock = clock;
        this.certificates = new SnsCertificates(sns, clock);
    }

    @Override
    public String provider() {
        return "ses";
    }

    @Override
    public boolean isOn() {
        return !topics.isEmpty();
    }

    @Override
    public Outcome read(Request request) {
        Optional<JsonNode> json = WebhookJson.parse(request.body()).filter(JsonNode::isObject);
        if (json.isEmpty()) {
            return new Outcome.Refused("not a notification of SNS");
        }
        JsonNode envelope = json.get();
        if (!topics.contains(WebhookJson.text(envelope, "TopicArn"))) {
            return new Outcome.Refused("of another topic");
        }
        String type = WebhookJson.text(envelope, "Type");
        List<String> signed = type.equals("Notification") ? NOTIFICATION : SUBSCRIPTION;
        Outcome wrong = wrongSignature(envelope, signed);
        if (wrong != null) {
            return wrong;
        }
        return switch (type) {
            case "Notification" -> notification(envelope);
            case "SubscriptionConfirmation" -> confirm(envelope);
            default -> new Outcome.Reports(List.of());
        };
    }

    /** What to answer if the signature is none; null if it is right. */
    private @Nullable Outcome wrongSignature(JsonNode envelope, List<String> signed) {
        Optional<URI> address =
                SnsAddresses.certificate(WebhookJson.text(envelope, "SigningCertURL"));
        if (address.isEmpty()) {
            return new Outcome.Refused("the certificate is not at Amazon SNS");
        }
        String algorithm =
                switch (WebhookJson.text(envelope, "SignatureVersion")) {
                    case "1" -> "SHA1withRSA";
                    case "2" -> "SHA256withRSA";
                    default -> null;
                };
        if (algorithm == null) {
            return new Outcome.Refused("the version of the signature is not known");
        }
        try {
            Optional<X509Certificate> found = certificates.find(address.get());
            if (found.isEmpty()) {
                return new Outcome.Undecided("too many certificates are asked for");
            }
            X509Certificate certificate = found.get();
            certificate.checkValidity(Date.from(clock.instant()));
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(certificate.getPublicKey());
            for (String member : signed) {
                if (envelope.hasNonNull(member)) {
                    String lines = member + "\n" + WebhookJson.text(envelope, member) + "\n";
                    check.update(lines.getBytes(StandardCharsets.UTF_8));
                }
            }
            byte[] signature = Base64.getDecoder().decode(WebhookJson.text(envelope, "Signature"));
            if (!check.verify(signature)) {
                return new Outcome.Refused("the signature is wrong");
            }
            certificates.prove(address.get(), certificate);
            return null;
        } catch (IOException e) {
            return new Outcome.Undecided("the certificate cannot be had: " + e.getMessage());
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return new Outcome.Refused("the signature is wrong");
        }
    }

    private Outcome confirm(JsonNode envelope) {
        Optional<URI> address =
                SnsAddresses.confirmation(WebhookJson.text(envelope, "SubscribeURL"));
        if (address.isEmpty()) {
            return new Outcome.Refused("the subscription is not confirmed at Amazon SNS");
        }
        try {
            sns.confirm(address.get());
            LOG.info("Confirmed the subscription of Amazon SNS.");
            return new Outcome.Reports(List.of());
        } catch (IOException e) {
            return new Outcome.Undecided("cannot be confirmed: " + e.getMessage());
        }
    }

    private static Outcome notification(JsonNode envelope) {
        String name = WebhookJson.text(envelope, "MessageId");
        return WebhookJson.parse(WebhookJson.text(envelope, "Message"))
                .filter(JsonNode::isObject)
                .<Outcome>map(event -> new Outcome.Reports(report(event, name).stream().toList()))
                // A topic may have other messages: they are nothing to come again for.
                .orElseGet(() -> new Outcome.Reports(List.of()));
    }

    private static Optional<AddressedReport> report(JsonNode event, String name) {
        String type = WebhookJson.text(event, "notificationType");
        Found found =
                switch (type.isEmpty() ? WebhookJson.text(event, "eventType") : type) {
                    case "Bounce" -> bounce(event.path("bounce"));
                    case "Complaint" -> complaint(event.path("complaint"));
                    case "Delivery" -> new Found(Kind.SUCCESS, null, "delivered");
                    case "DeliveryDelay" -> new Found(Kind.DELAYED, null, "delayed");
                    case "Reject" -> new Found(Kind.POLICY, null, "refused by Amazon SES");
                    default -> null;
                };
        return found == null
                ? Optional.empty()
                : Optional.of(
                        new AddressedReport(
                                List.of(WebhookJson.text(event.path("mail"), "source")),
                                found.report("ses " + name)));
    }

    private record Found(Kind kind, @Nullable String code, String reason, boolean isOfList) {

        Found(Kind kind, @Nullable String code, String reason) {
            this(kind, code, reason, false);
        }

        Report report(String name) {
            return isOfList
                    ? Report.ofList(code, reason, name)
                    : Report.of(kind, code, reason, name);
        }
    }

    private static Found bounce(JsonNode bounce) {
        JsonNode recipient = bounce.path("bouncedRecipients").path(0);
        String subtype = WebhookJson.text(bounce, "bounceSubType");
        String reason = WebhookJson.first(WebhookJson.text(recipient, "diagnosticCode"), subtype);
        @Nullable String code =
                WebhookJson.code(WebhookJson.text(recipient, "status"))
                        .or(() -> WebhookJson.code(reason))
                        .orElse(null);
        boolean permanent = WebhookJson.text(bounce, "bounceType").equals("Permanent");
        if (!permanent && isAbsence(subtype, recipient)) {
            return new Found(Kind.AUTO_REPLY, null, reason);
        }
        return switch (subtype) {
            // On a list of Amazon's or the account's: it bounced before.
            case "NoEmail", "Suppressed", "OnAccountSuppressionList" ->
                    new Found(Kind.HARD, "5.1.1", reason, true);
            case "ContentRejected", "AttachmentRejected", "MessageTooLarge" ->
                    new Found(Kind.POLICY, code, reason);
            default -> new Found(permanent ? Kind.HARD : Kind.SOFT, code, reason);
        };
    }

    /** SES calls an absence so, too; of a mail that is refused it names what the report says. */
    private static boolean isAbsence(String subtype, JsonNode recipient) {
        return (subtype.equals("General") || subtype.equals("Undetermined"))
                && Stream.of("status", "action", "diagnosticCode")
                        .allMatch(member -> WebhookJson.text(recipient, member).isBlank());
    }

    private static Found complaint(JsonNode complaint) {
        String type = WebhookJson.text(complaint, "complaintFeedbackType");
        Kind kind =
                switch (type) {
                    case "not-spam" -> Kind.UNKNOWN;
                    // SPF, DKIM or DMARC failed (RFC 6591): no reader complains.
                    case "auth-failure" -> Kind.POLICY;
                    default -> Kind.COMPLAINT;
                };
        return new Found(kind, null, WebhookJson.first(type, "complaint"));
    }
}
