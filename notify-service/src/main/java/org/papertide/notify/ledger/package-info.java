/**
 * The delivery ledger: one row per mail and subscription, its state, and who holds it.
 *
 * <p>Flows in: planned rows of editions; what became of each attempt. Flows out: claims for the
 * workers; the rows of closed editions for {@code account} ({@link
 * org.papertide.notify.ledger.SettledRepository}), until they leave. Owns the tables {@code
 * delivery}, {@code audience} and {@code shown}.
 *
 * <p>Before a mail's final dot its row is HANDED in the database; the rows settled before go with
 * it in one write ({@link org.papertide.notify.ledger.LedgerJournal}). So a kill leaves at most one
 * mail per connection of which nobody can say whether it arrived. Each claim has a number
 * (attempts): whoever lost a row to another worker can neither hand nor settle it.
 *
 * <p>Which state follows which is said once, by {@link org.papertide.notify.ledger.Transition}: the
 * statements, the journal, the metrics and the account of an edition are built from it.
 *
 * <p>Five repositories, one for each thing that is done with the rows: {@link
 * org.papertide.notify.ledger.PlanRepository} plans them, {@link
 * org.papertide.notify.ledger.DeliveryRepository} takes them from claim to settlement, {@link
 * org.papertide.notify.ledger.AccountRepository} says what became of them, {@link
 * org.papertide.notify.ledger.SettledRepository} gives those of closed editions on, and {@link
 * org.papertide.notify.ledger.ShownRepository} says which papers somebody was sent.
 *
 * <p>A new column, in five steps:
 *
 * <ol>
 *   <li>A migration that only expands ({@code MigrationsTest}): nullable or with a default, {@code
 *       set statistics 0}, in no index if a hand-over changes it.
 *   <li>{@link org.papertide.notify.ledger.Delivery}, if code reads it through the entity.
 *   <li>The repository of what is done with it; {@link
 *       org.papertide.notify.ledger.SettleStatement}, if it is settled with a mail.
 *   <li>{@code account}: {@code DeliveryEntry}, if operators look it up.
 *   <li>{@code AccountRepository.forgetReplies}, if it can hold what says something of a person.
 * </ol>
 *
 * <p>No statement's cost may hang on what the planner believes. A fresh database has no statistics,
 * and those of yesterday say that all mails are accepted, or of one text. Sizes of tables are
 * always known, for files are looked at; which part of a table matches is not. So:
 *
 * <ul>
 *   <li>Rows are looked up by their ids: {@code any(array(select unnest(:ids)))} is taken to be ten
 *       keys, however many there are, and never worth a walk through the table, which a join with
 *       the ids may be.
 *   <li>What else is asked of them is hidden from the choice of the index: behind {@code offset 0},
 *       or as a word put together ({@code d.state || ''}). A condition that nothing is believed to
 *       meet wins over ten keys, and reads all that meets it.
 *   <li>{@code cross join lateral (… offset 0)} is run once per key.
 *   <li>Composing walks an audience in the order of its key; claims read the first entries of their
 *       index.
 *   <li>The connections of this service choose an index wherever there is one ({@code
 *       enable_seqscan}), and its order ({@code enable_sort}): a look-up by a key that is not
 *       unique, as all mails of a reader, the first mails to be claimed, and the checks of foreign
 *       keys, which PostgreSQL plans once, can be steered by nothing else.
 * </ul>
 *
 * <p>{@code PlansIT} counts the rows that are read, after each of several untrue statistics.
 *
 * <p>Rejected: {@code analyze} before composing, which takes a lock against autovacuum, cannot see
 * what the next batches change, and is no part of a claim; statistics that are set by hand, which
 * autovacuum replaces; hints, an extension that no hoster has.
 *
 * <p>Planning reads tables of two other owners in one statement, since an edition may have a
 * hundred thousand recipients: the owners publish a view each ({@code active_subscription}, {@code
 * suppressed_address}), whose columns are a contract as a method's parameters are; the planner
 * inlines them. Rejected: arrays of recipients from one owner to the other, which carry every row
 * to the service and back; parts of SQL as text from one package in the statement of another, a
 * contract that no migration shows. Where sets are small (a claimed batch, the mails of one person)
 * each owner answers for itself, by arrays of ids.
 *
 * <p>An audience is frozen in a table of its own, with one index; its mails come into the ledger
 * with their content. Frozen in the ledger, each was written twice, into nine indexes: of 89 µs
 * that PostgreSQL took for a mail until it could be claimed 43 are left.
 *
 * <p>What limits sending is the processor time of its writes: a mail writes its row when it is
 * composed, claimed, handed over and settled, and each version of a row is written into every
 * index. Measured on two cores, per mail: with ten mails in a transaction of the journal PostgreSQL
 * takes 150 µs for hand-over and settlement, with three 310 µs, for a transaction costs some 700
 * µs. So the journal waits a millisecond for half of the connections; its statement's plan is kept
 * by the server (100 µs); and a hand-over changes no column that an index has (65 µs): the indexes
 * have the {@code phase} of a row and not its state, and half of each page is kept free for its
 * next versions. Claims come content by content, so that each content is read and encoded once for
 * all that have it. Leases are renewed only where they have lost a quarter.
 *
 * <p>Rejected: a row for each connection that names the mail in its hands, in place of HANDED, for
 * the account would no longer follow from the rows; claims in memory alone, which a kill would
 * repeat; JTA for the workers' transactions, which took as long as their statements.
 *
 * <p>Rejected: settling per batch without HANDED, a kill would repeat the whole batch; a queue in
 * Kafka, whose offsets cannot account for single mails.
 */
@NullMarked
package org.papertide.notify.ledger;

import org.jspecify.annotations.NullMarked;
