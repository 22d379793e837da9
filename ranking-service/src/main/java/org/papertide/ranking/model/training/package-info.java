/**
 * Fits the numbers of the score to histories whose end is known.
 *
 * <p>Flows in: histories, moments with their outcomes, and the active model. Flows out: a new
 * model, and a line for each changed number. No framework, no clock, no Kafka, and no randomness:
 * the same examples give the same numbers.
 *
 * <p>The score itself is in {@link org.papertide.ranking.model} and does not know this package. The
 * service moves part of the way from time to time; the backtest fits a whole model to recordings.
 */
@NullMarked
package org.papertide.ranking.model.training;

import org.jspecify.annotations.NullMarked;
