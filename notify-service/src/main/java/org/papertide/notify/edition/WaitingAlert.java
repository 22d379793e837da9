package org.papertide.notify.edition;

/**
 * An alert that some themes cannot be asked about yet, for its paper has no vector.
 *
 * @param editionId of those who got it without
 * @param paperId the paper, under the identity that it had
 * @param body a {@link org.papertide.events.Breakout} as JSON
 */
record WaitingAlert(long editionId, String paperId, String body) {}
