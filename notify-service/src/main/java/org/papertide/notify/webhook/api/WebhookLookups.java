package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.papertide.notify.webhook.Webhook;
import org.papertide.notify.webhook.WebhookRepository_;
import org.papertide.notify.webhook.WebhookSecrets;
import org.papertide.platform.database.Database;

/** Shows webhooks, and says who may see one. */
@Singleton
final class WebhookLookups {

    private final Database database;
    private final WebhookRows rows;
    private final WebhookSecrets secrets;
    private final Clock clock;

    WebhookLookups(Database database, WebhookRows rows, WebhookSecrets secrets, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Whether a text is a secret of this webhook. */
    boolean isSecret(long id, String text) {
        return database.inTransaction(session ->
                new WebhookRepository_(session)
                        .find(id)
                        .filter(webhook -> secrets.isOf(webhook, text, clock.instant()))
                        .isPresent());
    }

    Optional<WebhookView> find(long id) {
        return database.inTransaction(
                session -> rows.find(session, id).map(found -> found.view(null, clock.instant())));
    }

    /** All webhooks, page by page. */
    WebhookPage list(long after, int atMost) {
        return database.inTransaction(session -> {
            List<Webhook> found = new WebhookRepository_(session).after(after, atMost + 1);
            boolean more = found.size() > atMost;
            List<WebhookView> shown =
                    found.stream()
                            .limit(atMost)
                            .flatMap(webhook -> rows.find(session, webhook.id()).stream())
                            .map(each -> each.view(null, clock.instant()))
                            .toList();
            return new WebhookPage(shown, more ? Long.toString(found.get(atMost - 1).id()) : null);
        });
    }
}
