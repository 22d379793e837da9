/**
 * Rankings of the present and of the past, page by page.
 *
 * <p>Flows in: a ranking of the read model. Flows out: JSON with its history, if it is asked for.
 */
@NullMarked
package org.papertide.ranking.api.trending;

import org.jspecify.annotations.NullMarked;
