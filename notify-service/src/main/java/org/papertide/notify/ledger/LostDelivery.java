package org.papertide.notify.ledger;

/**
 * A row whose worker died when the final dot may have gone.
 *
 * @param id the row
 * @param editionId its edition
 * @param webhook whether it is a webhook's, whose receiver knows a repetition by its id
 */
public record LostDelivery(long id, long editionId, boolean webhook) {}
