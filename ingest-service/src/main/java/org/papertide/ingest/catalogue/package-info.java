/**
 * The papers seen: who is who, what is known of each, and what changed.
 *
 * <p>Flows in: {@link org.papertide.ingest.source.Item}s of polled sources and imports. Flows out:
 * rows of the outbox, committed with the change: a {@link org.papertide.events.Paper} whenever its
 * content changed, a {@link org.papertide.events.Signal} for each new signal.
 *
 * <p>What a paper is follows from two pure parts: {@link
 * org.papertide.ingest.catalogue.MergedMetadata} (per field the richer source wins) and {@link
 * org.papertide.ingest.catalogue.Batch} (identities, merging, revisions), both without a database.
 * {@link org.papertide.ingest.catalogue.Catalogue} runs a batch in one transaction.
 *
 * <p>One batch at a time writes, over all replicas: each takes an advisory lock that ends with its
 * transaction, which lasts tens of milliseconds and never waits for a client or a source. Rejected:
 * locking row by row in a stable order. A merge finds further rows only while it runs, so that the
 * order cannot be known at the start; and the database, not the lock, is what limits the papers per
 * second. Pushed signals share the lock among themselves.
 */
@NullMarked
package org.papertide.ingest.catalogue;

import org.jspecify.annotations.NullMarked;
