package org.papertide.notify.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Interest;

/**
 * The content of the mail with a new link to the preferences, for whoever has an old link of a
 * subscription that is served, perhaps for years.
 *
 * @param interest what is served
 * @param nextDigest when the next digest is due; absent for instant alerts of which none is left
 *     over
 * @param now when it was asked for
 */
public record NewLinkContent(Interest interest, @Nullable Instant nextDigest, Instant now) {}
