package org.papertide.notify.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Interest;

/**
 * The content of the mail after confirmation: what to expect and when.
 *
 * @param interest what was confirmed
 * @param firstDigest when the first digest is due; absent for instant alerts
 */
public record WelcomeContent(Interest interest, @Nullable Instant firstDigest) {}
