/**
 * The delivery ledger: one row per mail and subscription, its state, and who holds it.
 *
 * <p>Flows in: planned rows of editions; what became of each attempt. Flows out: claims for the
 * workers. Owns the tables {@code delivery} and {@code seen}.
 *
 * <p>Before a mail's final dot its row is HANDED in the database; the rows settled before go with
 * it in one write ({@link org.papertide.notify.ledger.LedgerJournal}). So a kill leaves at most one
 * mail per connection of which nobody can say whether it arrived. Each claim has a number
 * (attempts): whoever lost a row to another worker can neither hand nor settle it.
 *
 * <p>Rejected: settling per batch without HANDED, a kill would repeat the whole batch; a queue in
 * Kafka, whose offsets cannot account for single mails.
 */
@NullMarked
package org.papertide.notify.ledger;

import org.jspecify.annotations.NullMarked;
