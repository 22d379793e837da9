/**
 * What {@code ./papertide bench} runs: the services as the processes they are in production, the
 * embedded stack beside them on the same machine, and generated input.
 *
 * <p>Flows in: sizes, as options. Flows out: a table on the standard output. Data are kept in
 * {@code target/} and deleted.
 *
 * <p>Times are those of an outside reader: from the first produced record to the result that {@code
 * read_committed} or IMAP shows. Rejected: a micro-benchmark of the topology alone, which would
 * leave out what costs most (transactions, the broker, the stores' change logs).
 *
 * <p>Every benchmark measures a reference in the same run and prints the ratio: the machines that
 * run it differ sixfold, and a figure alone says nothing about a change. The reference is the least
 * that any solution must do: parse the bytes, keep one value per key, read the changelog, send the
 * bytes. Rejected: figures of earlier runs; they belong to another machine or another load.
 */
@NullMarked
package org.papertide.bench;

import org.jspecify.annotations.NullMarked;
