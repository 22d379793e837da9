/**
 * Rankings and searches as Atom, RSS and JSON feeds, and word to a hub that one has changed.
 *
 * <p>Flows in: rankings and what was found. Flows out: feeds; requests to the hub, if one is set.
 */
@NullMarked
package org.papertide.ranking.api.feed;

import org.jspecify.annotations.NullMarked;
