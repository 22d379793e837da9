/**
 * The account of what was sent, for the operator and for whoever consumes the stream: look-ups of
 * deliveries by edition and by person, sums by day, outcomes on {@code deliveries.v1}, alarms.
 *
 * <p>Flows in: closed editions with their rows of the {@code ledger}, suppressions, complaints.
 * Flows out: answers to operators, {@code mail_sum}, which this package owns, and events.
 *
 * <p>A closed edition is <i>booked</i>: its rows, to which nothing happens any more, are read once,
 * page by page, in the background. Each page is counted into the sums, published on the topic, and
 * noted on the edition in one transaction. So a row is counted exactly once, and published at least
 * once: a crash between the answer of Kafka and the commit repeats a page, under the same ids.
 * Sending has no part in it, and a row of the ledger is not written for it. Only what is booked
 * leaves the ledger, so the sums are whole when it has gone.
 *
 * <p>Rejected: an outbox row for each mail, as ingest has it for papers, for it would double what
 * sending writes, and the ledger is an outbox already; an index over the time of settling with a
 * cursor on it, for transactions commit out of the order of their times, and one that comes late
 * would be passed over; to count when rows leave, months later, when many an address is gone and
 * nobody can say any more which receiver it had.
 *
 * <p>Nothing that is published names a person: a delivery has a hash under a key for its name,
 * pages are published in the order of these names, since the order of an edition's rows is the same
 * every day, and only receivers that very many people use are named.
 */
@NullMarked
package org.papertide.notify.account;

import org.jspecify.annotations.NullMarked;
