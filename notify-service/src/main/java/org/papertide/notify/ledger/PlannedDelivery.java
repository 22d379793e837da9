package org.papertide.notify.ledger;

/**
 * A planned mail that has no content yet.
 *
 * @param id the row
 * @param subscriberId who reads it
 * @param subscriptionId what they asked for
 */
public record PlannedDelivery(long id, long subscriberId, long subscriptionId) {}
