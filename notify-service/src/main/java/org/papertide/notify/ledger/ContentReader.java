package org.papertide.notify.ledger;

/**
 * Who has a mail of a text.
 *
 * @param contentId the text
 * @param subscriberId the reader, who may be erased
 */
public record ContentReader(String contentId, long subscriberId) {}
