package org.papertide.notify.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.token.SealedSecrets;

/** The secrets of webhooks, which tables have encrypted. */
public final class WebhookSecrets {

    private static final int REMEMBERED = 10_000;

    private final SealedSecrets sealed;

    /** To decrypt one takes longer than to sign. */
    private final Cache<ByteBuffer, WebhookSecret> opened =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public WebhookSecrets(SealedSecrets sealed) {
        this.sealed = sealed;
    }

    /** Encrypted, for a table. */
    public byte[] seal(WebhookSecret secret) {
        return sealed.seal(secret.bytes());
    }

    /** Those that sign its requests at this time, the newest first; none if their key is gone. */
    public List<WebhookSecret> of(Webhook webhook, Instant now) {
        List<WebhookSecret> secrets = new ArrayList<>();
        open(webhook.sealedSecret()).ifPresent(secrets::add);
        byte @Nullable [] previous = webhook.sealedPrevious(now);
        if (previous != null) {
            open(previous).ifPresent(secrets::add);
        }
        return secrets;
    }

    /** Whether a text is one of its secrets. */
    public boolean isOf(Webhook webhook, String text, Instant now) {
        Optional<WebhookSecret> sent = WebhookSecret.parse(text);
        return sent.isPresent()
                && of(webhook, now).stream().filter(secret -> secret.is(sent.get())).count() > 0;
    }

    private Optional<WebhookSecret> open(byte[] bytes) {
        ByteBuffer key = ByteBuffer.wrap(bytes);
        WebhookSecret known = opened.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<WebhookSecret> found = sealed.open(bytes).map(WebhookSecret::new);
        found.ifPresent(secret -> opened.put(key, secret));
        return found;
    }
}
