package org.papertide.notify.webhook.api;

import java.util.List;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.webhook.Target;

/**
 * What a request asks for, after all its fields were read and fit each other.
 *
 * @param target what is called
 * @param format a name of {@code formats.json}
 * @param events names of what it is sent
 * @param interest which papers it is sent
 */
record WantedWebhook(Target target, String format, List<String> events, Interest interest) {

    WantedWebhook {
        events = List.copyOf(events);
    }

    String url() {
        return target.uri().toString();
    }

    /** Whether a webhook calls another target than before, or the same in another format. */
    boolean callsOtherThan(WebhookView before) {
        return !url().equals(before.url()) || !format.equals(before.format());
    }
}
