package org.papertide.notify.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One of an edition's audience who has no mail in the ledger yet.
 *
 * @param place in the audience
 * @param subscriberId who reads it
 * @param subscriptionId what they asked for
 * @param localPeriod the subscriber's day or week
 * @param exclusion why they get none, if that was known when the audience was frozen
 */
public record Expected(
        long place,
        long subscriberId,
        long subscriptionId,
        String localPeriod,
        @Nullable String exclusion) {}
