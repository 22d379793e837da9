package org.papertide.notify.ledger;

/**
 * A mail that waits, or that a worker holds.
 *
 * @param id the row
 * @param subscriptionId whose
 */
public record OpenDelivery(long id, long subscriptionId) {}
