/**
 * A paper with its history, and why it does not rank.
 *
 * <p>Flows in: what the read model has of a paper. Flows out: its details and the explanation of
 * its rank.
 */
@NullMarked
package org.papertide.ranking.api.paper;

import org.jspecify.annotations.NullMarked;
