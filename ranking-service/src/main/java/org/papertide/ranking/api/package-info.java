/**
 * Answers readers over HTTP: what is trending and what was, how a paper stands and stood, and why
 * it does not rank; as JSON, as feeds, and live.
 *
 * <p>Flows in: {@code rankings.v1}, {@code past-rankings.v1}, {@code scores.v1} and {@code
 * papers.v1}, each held whole by every replica, so that any of them answers alone, and one without
 * any state after it has read them. Flows out: answers with a strong ETag; errors are RFC 9457
 * problems.
 */
@NullMarked
package org.papertide.ranking.api;

import org.jspecify.annotations.NullMarked;
