package org.papertide.notify.ledger;

/**
 * What a webhook was sent, or was to be sent.
 *
 * @param id the row
 * @param editionId its edition
 * @param contentId the event
 */
public record SentEvent(long id, long editionId, String contentId) {}
