/**
 * Rankings as feeds, for readers' own programs.
 *
 * <p>Flows in: a {@link org.papertide.events.Ranking}. Flows out: the same as Atom (RFC 4287), RSS
 * 2.0 or JSON Feed 1.1.
 *
 * <p>An entry is a paper, in whichever ranking it stands: it has the same identity in all of them,
 * and is dated by its listing. So a feed reader shows it once, however its rank moves. Titles and
 * names are others' words: what XML cannot carry is left out, and what HTML would take for a tag is
 * text.
 */
@NullMarked
package org.papertide.ranking.api.feed;

import org.jspecify.annotations.NullMarked;
