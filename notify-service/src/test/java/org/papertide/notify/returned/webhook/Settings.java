package org.papertide.notify.returned.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of single providers. */
final class Settings {

    static final Duration WINDOW = Duration.ofHours(9);

    private Settings() {}

    record Ses(Optional<List<String>> topics) implements ProviderWebhookSettings.Ses {}

    record Sendgrid(Optional<String> publicKey) implements ProviderWebhookSettings.Sendgrid {}

    record Mailgun(Optional<String> signingKey) implements ProviderWebhookSettings.Mailgun {}

    record Postmark(String username, Optional<String> password)
            implements ProviderWebhookSettings.Postmark {}
}
