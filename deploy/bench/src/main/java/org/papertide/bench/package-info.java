/**
 * What {@code ./papertide bench} runs: the services as the processes they are in production, the
 * embedded stack beside them on the same machine, and generated input. Nothing flows out but tables
 * on the standard output; data are kept in {@code target/} and deleted.
 *
 * <p>Times are those of a reader outside: from the first record produced to what can be read with
 * {@code read_committed}, or by IMAP. Rejected: a micro-benchmark of the topology alone, which
 * would leave out what costs most (transactions, the broker, the stores' change logs).
 */
@NullMarked
package org.papertide.bench;

import org.jspecify.annotations.NullMarked;
