package org.papertide.notify.ledger;

/**
 * Whose mail a delivery is.
 *
 * @param subscriptionId perhaps erased since, as the next
 * @param subscriberId the person
 */
public record Addressee(long subscriptionId, long subscriberId) {}
