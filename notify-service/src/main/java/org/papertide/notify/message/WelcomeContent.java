package org.papertide.notify.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.Interest;

/**
 * The content of the mail after confirmation: what to expect and when, and a first look.
 *
 * @param interest what was confirmed
 * @param firstDigest when the first digest is due; absent for instant alerts
 * @param now when it was confirmed
 * @param papers what rises today and matches, best first; empty if nothing does
 * @param unread whether papers have not been compared with its texts yet, so that none is known to
 *     match
 * @param titles of the papers that are examples, as far as they are known
 */
public record WelcomeContent(
        Interest interest,
        @Nullable Instant firstDigest,
        Instant now,
        List<DigestContent.Place> papers,
        boolean unread,
        Map<PaperId, String> titles) {

    public WelcomeContent {
        titles = Map.copyOf(titles);
        papers = List.copyOf(papers);
    }
}
