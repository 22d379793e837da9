/**
 * Searches over HTTP: by words, by meaning, by likeness.
 *
 * <p>Flows in: a query, which {@code ranking.search} answers from the index. Flows out: what was
 * found, with its scores.
 */
@NullMarked
package org.papertide.ranking.api.search;

import org.jspecify.annotations.NullMarked;
