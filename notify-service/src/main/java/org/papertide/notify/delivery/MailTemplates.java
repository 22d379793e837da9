package org.papertide.notify.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.smtp.MailTemplate;

/**
 * The messages that are being sent, ready for the personal parts. An edition's mails come content
 * by content, so each is read and encoded once for all that have it, or once per claim.
 */
final class MailTemplates {

    /** Hundreds of digests; an edition may have ten thousand contents. */
    private static final long MAX_BYTES = 16L << 20;

    private final Function<Set<String>, Map<String, RenderedMessage>> messages;
    private final Cache<String, MailTemplate> templates =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_BYTES)
                    .weigher((String _, MailTemplate template) -> template.length())
                    .build();

    /**
     * @param messages finds stored messages by their ids; those that are gone are left out
     */
    MailTemplates(Function<Set<String>, Map<String, RenderedMessage>> messages) {
        this.messages = messages;
    }

    /** Reads those of these that are not here yet, all at once. */
    void prepare(Set<String> contentIds) {
        try {
            var _ = templates.getAll(contentIds, missing -> load(Set.copyOf(missing)));
        } catch (IllegalArgumentException _) {
            // One cannot be sent: its own mails say so.
        }
    }

    /**
     * @throws IllegalArgumentException if there is no such message, or it cannot be sent
     */
    MailTemplate get(String contentId) {
        MailTemplate here = templates.getIfPresent(contentId);
        if (here != null) {
            return here;
        }
        MailTemplate loaded = load(Set.of(contentId)).get(contentId);
        if (loaded == null) {
            throw new IllegalArgumentException("content is gone");
        }
        templates.put(contentId, loaded);
        return loaded;
    }

    private Map<String, MailTemplate> load(Set<String> ids) {
        Map<String, MailTemplate> loaded = new HashMap<>();
        messages.apply(ids).forEach((id, message) -> loaded.put(id, new MailTemplate(id, message)));
        return loaded;
    }
}
