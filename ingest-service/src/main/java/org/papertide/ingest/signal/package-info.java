/**
 * Counts that others push.
 *
 * <p>Flows in: {@code POST /api/v1/signals}: signals ("stands at 42") and increments ("one more").
 * Flows out: signals on {@code signals.v1}, by way of the outbox.
 *
 * <p>Increments are counted up per paper, metric and source, and published as signals of that
 * count: consumers never see an increment, so a repeated record cannot inflate anything. Each
 * pushed event counts once, by source and event id. Papers need not be known: a signal of an
 * identity that becomes part of a paper later moves to it then.
 */
@NullMarked
package org.papertide.ingest.signal;

import org.jspecify.annotations.NullMarked;
