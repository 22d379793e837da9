/**
 * Looks into the streams of an installation, local or not: prints events as they come, settles dead
 * letters, writes tables for notebooks.
 *
 * <p>Flows in: records of topics, only what is committed. Flows out: lines for people, JSON, CSV;
 * and, when dead letters are settled, records. Every text of a record is somebody else's: nothing
 * of it reaches a terminal but plain characters, and nothing a spreadsheet as a formula.
 */
@NullMarked
package org.papertide.local.stream;

import org.jspecify.annotations.NullMarked;
