package org.papertide.notify.webhook;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.papertide.notify.webhook.WebhookFormats.Written;
import org.papertide.platform.hashing.Sha256;

/** Writes, signs and sends. */
public final class WebhookCaller {

    private static final Logger LOG = Logger.getLogger(WebhookCaller.class);

    private static final int ID_LENGTH = 32;

    private final WebhookClient client;
    private final WebhookFormats formats;
    private final WebhookSecrets secrets;
    private final Clock clock;

    public WebhookCaller(
            WebhookClient client, WebhookFormats formats, WebhookSecrets secrets, Clock clock) {
        this.client = client;
        this.formats = formats;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * What a receiver knows an event by: the same on each attempt, and when it is sent again.
     *
     * @param contentId of the event, the same for all who get it
     */
    public static String id(long webhook, String contentId) {
        return "msg_" + Sha256.hex("webhook " + webhook + " " + contentId).substring(0, ID_LENGTH);
    }

    /** An event, ready to be sent. */
    public static final class Signed {

        private final Written written;
        private final Map<String, String> headers;

        private Signed(Written written, Map<String, String> headers) {
            this.written = written;
            this.headers = headers;
        }
    }

    /**
     * Writes and signs an event.
     *
     * @throws IllegalArgumentException if the webhook's format cannot write it, or the key of its
     *     secret is gone
     */
    public Signed sign(Webhook webhook, String contentId, String event) {
        Written written = formats.write(webhook.format(), URI.create(webhook.url()), event);
        return new Signed(written, headers(webhook, id(webhook.id(), contentId), written.body()));
    }

    /** Sends an event. */
    public WebhookAnswer send(Signed event) {
        return client.post(
                event.written.uri(),
                event.written.mediaType(),
                event.headers,
                event.written.body());
    }

    private Map<String, String> headers(Webhook webhook, String id, byte[] body) {
        long timestamp = clock.instant().getEpochSecond();
        List<WebhookSecret> signing = secrets.of(webhook, clock.instant());
        if (signing.isEmpty()) {
            throw new IllegalArgumentException("the key of its secret is gone");
        }
        Map<String, String> headers = new TreeMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        headers.put(
                "webhook-signature",
                signing.stream()
                        .map(secret -> secret.sign(id, timestamp, body))
                        .collect(Collectors.joining(" ")));
        return headers;
    }

    /**
     * Asks a target for the echo of a challenge.
     *
     * @param format in which the target expects what it gets
     */
    public WebhookAnswer challenge(URI uri, String format, String challenge) {
        Written written;
        try {
            written = formats.challenge(format, uri, challenge);
        } catch (IllegalArgumentException e) {
            LOG.errorf(e, "A challenge cannot be written. error=\"%s\"", "in the format " + format);
            return new WebhookAnswer.Unwritable("The challenge cannot be written in this format.");
        }
        return client.post(written.uri(), written.mediaType(), Map.of(), written.body());
    }
}
