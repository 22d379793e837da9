package org.papertide.notify.delivery;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.Optional;
import java.util.function.Function;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.smtp.MailTemplate;

/** The messages that are being sent, ready for the personal parts. */
final class MailTemplates {

    /** Some 20 MB at most; an edition has a few hundred contents, and its mails come in order. */
    private static final int MAX_TEMPLATES = 200;

    private final LoadingCache<String, MailTemplate> templates;

    /**
     * @param messages finds a stored message by its id
     */
    MailTemplates(Function<String, Optional<RenderedMessage>> messages) {
        this.templates =
                Caffeine.newBuilder()
                        .maximumSize(MAX_TEMPLATES)
                        .build(id ->
                                messages.apply(id)
                                        .map(message -> new MailTemplate(id, message))
                                        .orElseThrow(() ->
                                                new IllegalArgumentException("content is gone")));
    }

    /**
     * @throws IllegalArgumentException if there is no such message, or it cannot be sent
     */
    MailTemplate get(String contentId) {
        return templates.get(contentId);
    }
}
