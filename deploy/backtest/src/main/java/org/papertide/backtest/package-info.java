/**
 * Replays recorded signals through the production score on a virtual clock, judges the orders and
 * fits the model: {@code ./papertide backtest}.
 *
 * <p>Flows in: recorded signals (CSV), static fields of papers (JSON lines), moments and pools
 * (CSV) and, where there are some, the raw answers of a day and the vectors of texts. Flows out:
 * {@code as_of,paper_id,score,alert} or, with {@code --report}, the measures with intervals beside
 * those of the baselines, or, with {@code --learn}, a model file. Nothing is random without a fixed
 * seed.
 *
 * <p>A tool, not a part of the service: the service does not contain it. It depends on the plain
 * classes of {@code ranking-service}, without any of its libraries; ArchUnit holds that it uses the
 * packages {@code model} and {@code model.training} only, which know no framework. Rejected: a
 * module of its own for the model. It would put a sixth module at the top for one consumer that is
 * itself a tool, and part the score from the topology that applies it.
 *
 * <p>The {@link org.papertide.backtest.GroundTruth} is written anew from the specification of the
 * independent judge that the project is measured with, so that each checks the other. Rejected:
 * calling that one, a script that a checkout need not have.
 */
@NullMarked
package org.papertide.backtest;

import org.jspecify.annotations.NullMarked;
