package org.papertide.notify.ledger;

/** A row whose worker died when the final dot may have gone. */
public record LostDelivery(long id, long editionId) {}
