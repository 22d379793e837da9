/**
 * The copy of rankings, papers and scores that every replica holds; it wakes the requests that wait
 * for a change.
 *
 * <p>Flows in: {@code rankings.v1}, {@code past-rankings.v1}, {@code scores.v1} and {@code
 * papers.v1}. Flows out: what is stored, decoded; word to those who wait. How old it is says the
 * check {@code readers}.
 */
@NullMarked
package org.papertide.ranking.api.readmodel;

import org.jspecify.annotations.NullMarked;
