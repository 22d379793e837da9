package org.papertide.notify.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

    /** Read at once for a claim, and held while its mails go: of 170 kB at most each. */
    static final int AT_ONCE = 8;

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

    /**
     * Those of a claim.
     *
     * @param contentIds in the order in which its mails go
     */
    OfClaim of(Collection<String> contentIds) {
        return new OfClaim(contentIds);
    }

    /**
     * The messages of one claim, some at a time. It holds them itself: of an edition with thousands
     * of contents the common cache would refuse most, as none is asked for more often than another,
     * and each would be read and encoded twice. Not safe for several threads.
     */
    final class OfClaim {

        private final Deque<String> ahead;
        private Map<String, MailTemplate> held = Map.of();

        private OfClaim(Collection<String> contentIds) {
            this.ahead = new ArrayDeque<>(new LinkedHashSet<>(contentIds));
        }

        /**
         * @throws IllegalArgumentException if there is no such message, or it cannot be sent
         */
        MailTemplate get(String contentId) {
            if (!held.containsKey(contentId)) {
                held = Map.of();
                held = read(contentId);
            }
            MailTemplate here = held.get(contentId);
            if (here == null) {
                throw new IllegalArgumentException("content is gone");
            }
            return here;
        }

        /** With those that come next. */
        private Map<String, MailTemplate> read(String contentId) {
            ahead.remove(contentId);
            Set<String> some = new LinkedHashSet<>(Set.of(contentId));
            while (some.size() < AT_ONCE && !ahead.isEmpty()) {
                some.add(ahead.removeFirst());
            }
            try {
                return all(some);
            } catch (IllegalArgumentException e) {
                if (some.size() == 1) {
                    throw e;
                }
                // One cannot be sent: its own mails say so.
                return all(Set.of(contentId));
            }
        }
    }

    private Map<String, MailTemplate> all(Set<String> ids) {
        return templates.getAll(ids, missing -> load(Set.copyOf(missing)));
    }

    private Map<String, MailTemplate> load(Set<String> ids) {
        Map<String, MailTemplate> loaded = new HashMap<>();
        messages.apply(ids).forEach((id, message) -> loaded.put(id, new MailTemplate(id, message)));
        return loaded;
    }
}
