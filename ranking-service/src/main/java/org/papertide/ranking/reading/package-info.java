/**
 * Answers readers over HTTP: what is trending, and how a paper stands.
 *
 * <p>Flows in: {@code rankings.v1} and {@code scores.v1}, each held whole by every replica, so that
 * any of them answers alone. Flows out: JSON; errors are RFC 9457 problems.
 */
@NullMarked
package org.papertide.ranking.reading;

import org.jspecify.annotations.NullMarked;
