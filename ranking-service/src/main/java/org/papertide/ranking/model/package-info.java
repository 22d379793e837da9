/**
 * How much a paper trends, and why: plain code that the topology, the backtest and the tests all
 * call.
 *
 * <p>Flows in: {@linkplain org.papertide.ranking.model.SignalHistory signals} (cumulative counts,
 * in any order, any number of times), what else is known of the paper ({@link
 * org.papertide.ranking.model.PaperFacts}) and the learnt {@link
 * org.papertide.ranking.model.TrendModel}; Flows out: an {@link
 * org.papertide.ranking.model.ScoreResult} (values, reasons in numbers, the instant of the next
 * change) and, from a sequence of them, breakouts.
 *
 * <p>No framework, no clock, no Kafka: time is an argument, all values are immutable.
 */
@NullMarked
package org.papertide.ranking.model;

import org.jspecify.annotations.NullMarked;
