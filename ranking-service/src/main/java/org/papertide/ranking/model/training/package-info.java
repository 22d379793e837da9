/**
 * Fits the numbers of the score to histories whose end is known.
 *
 * <p>Flows in: histories, moments with what came of them, and the model that is in use. Flows out:
 * a new model, and in words which of its numbers changed. No framework, no clock, no Kafka, and no
 * randomness: the same examples give the same numbers.
 *
 * <p>The score itself is in {@link org.papertide.ranking.model} and does not know this package. The
 * service fits a part of the way from time to time; the backtest fits a whole model from
 * recordings.
 */
@NullMarked
package org.papertide.ranking.model.training;

import org.jspecify.annotations.NullMarked;
