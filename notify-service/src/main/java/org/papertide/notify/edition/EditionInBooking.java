package org.papertide.notify.edition;

import java.time.Instant;

/**
 * A closed edition, some of whose mails are booked.
 *
 * @param id the edition
 * @param kindName its kind as stored
 * @param plannedAt when it was planned
 * @param from mails up to this number were booked in earlier closings
 * @param upto those up to this number are to be booked
 * @param after of these, those of subscriptions up to this number are
 */
public record EditionInBooking(
        long id, String kindName, Instant plannedAt, long from, long upto, long after) {}
