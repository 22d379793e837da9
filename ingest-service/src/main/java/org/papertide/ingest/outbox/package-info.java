/**
 * From committed rows to Kafka.
 *
 * <p>Flows in: events, written as rows in the transaction of the change that they are of. Flows
 * out: the same events on their topics, in the order of the rows per key, each at least once: a
 * crash between publishing and deleting repeats some, which consumers ignore by revision or by
 * content.
 *
 * <p>The identity column gives rows of one key their order: a paper's rows are written under the
 * catalogue's lock, and the relay deletes a row only when no earlier one of its key is left behind,
 * so that the last record of a key on a compacted topic is always the newest revision.
 */
@NullMarked
package org.papertide.ingest.outbox;

import org.jspecify.annotations.NullMarked;
