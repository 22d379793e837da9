package org.papertide.notify.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A mail of a subscriber, for their own eyes.
 *
 * @param editionId its edition
 * @param state its state as stored
 * @param contentId what it says; absent where nothing was sent
 */
public record Mail(long editionId, String state, @Nullable String contentId) {}
