/**
 * How mails are sent and accounted for: the ledger, claiming, SMTP, retries, settling.
 *
 * <p>Flows in: planned rows of the ledger with their content. Flows out: mails to the SMTP server,
 * and for each row a state that says what became of it.
 *
 * <p>Before a mail's final dot its row is HANDED in the database; the rows settled before go with
 * it in one write ({@link org.papertide.notify.delivery.LedgerJournal}). So a kill leaves at most
 * one mail per connection of which nobody can say whether it arrived. Each claim has a number
 * (attempts): whoever lost a row to another worker can neither hand nor settle it.
 *
 * <p>Rejected: settling per batch without HANDED, a kill would repeat the whole batch; a queue in
 * Kafka, whose offsets cannot account for single mails. Not here yet: bounces that come back as
 * mail (their address and token are), limits per receiving domain (the verdicts that ask for it
 * are; such mails are deferred and counted), pipelining.
 */
@NullMarked
package org.papertide.notify.delivery;

import org.jspecify.annotations.NullMarked;
