/**
 * Papers as feeds, for feed readers.
 *
 * <p>Flows in: a {@link org.papertide.events.Ranking}, or papers that were found. Flows out: the
 * same papers as Atom (RFC 4287), RSS 2.0 or JSON Feed 1.1.
 *
 * <p>A paper has the same id in all feeds, and the date of its listing. So a feed reader shows it
 * once, however its rank changes. A paper without a date that has passed has none in RSS and JSON
 * Feed; Atom demands one and receives the epoch. Rejected: the time of the ranking, which is
 * another one in each answer. Titles and names come from sources: characters that XML does not
 * allow are removed, and markup is escaped.
 */
@NullMarked
package org.papertide.feed;

import org.jspecify.annotations.NullMarked;
