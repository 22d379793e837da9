/**
 * arXiv: its query API and daily feeds, and every form that its metadata are passed around in.
 *
 * <p>Flows in: Atom, RSS, OAI-PMH and JSON lines. Flows out: papers; arXiv counts nothing, so no
 * signals.
 *
 * <p>What is odd on purpose:
 *
 * <ul>
 *   <li>OAI-PMH's {@code created} is the date of the newest version (of the first one until 2025),
 *       so it is taken for the submission only if it is not after the month that the id names.
 *   <li>The daily feeds list old papers again (cross-lists, replacements): only {@code new} ones
 *       are announced on the feed's day.
 *   <li>LaTeX in titles and names stays as it is: readers' forms are made where they are shown.
 * </ul>
 */
@NullMarked
package org.papertide.ingest.source.arxiv;

import org.jspecify.annotations.NullMarked;
