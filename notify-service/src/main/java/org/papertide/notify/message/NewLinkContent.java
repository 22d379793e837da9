package org.papertide.notify.message;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.Interest;

/**
 * The content of the mail with a new link to the preferences, for whoever has an old link of a
 * subscription that is served, perhaps for years.
 *
 * @param interest what is served
 * @param nextDigest when the next digest is due; absent for instant alerts of which none is left
 *     over
 * @param now when it was asked for
 * @param titles of the papers that are examples, as far as they are known
 */
public record NewLinkContent(
        Interest interest, @Nullable Instant nextDigest, Instant now, Map<PaperId, String> titles) {

    public NewLinkContent {
        titles = Map.copyOf(titles);
    }
}
