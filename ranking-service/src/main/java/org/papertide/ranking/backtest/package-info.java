/**
 * Replays recorded readings through the production score on a virtual clock, judges the orders and
 * learns the priors: {@code ./papertide backtest}.
 *
 * <p>In flow recorded readings (CSV), static fields of papers (JSON lines), moments and pools (CSV)
 * and, where there are some, the raw answers of a day; out flow {@code as_of,paper_id,score,alert}
 * or, with {@code --report}, the measures with intervals beside those of the baselines, or, with
 * {@code --learn}, a priors file. Nothing here runs in the service; nothing is random without a
 * fixed seed.
 *
 * <p>The {@link org.papertide.ranking.backtest.Judge} is written anew from the specification of the
 * independent judge that the project is measured with, so that each checks the other. Rejected:
 * calling that one, a script that a checkout need not have.
 */
@NullMarked
package org.papertide.ranking.backtest;

import org.jspecify.annotations.NullMarked;
