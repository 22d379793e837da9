/**
 * What the ranking sent, kept for digests and pages: scores, vectors of texts, rankings, and which
 * identities are one paper.
 *
 * <p>Flows in: {@code scores.v1}, {@code embeddings.v1}, {@code rankings.v1} and {@code
 * breakouts.v1} by plain consumers ({@link org.papertide.notify.candidate.StreamReader}): read
 * committed, from the earliest record, offsets committed after the database, so that a record is
 * applied at least once and applying it twice changes nothing. What cannot be read or applied
 * becomes a dead letter, once. Flows out: candidates for editions and pages; breakouts to whoever
 * plans alerts.
 *
 * <p>The tables are derived: the last record of a key wins, as in the topic. Rejected: asking the
 * ranking over HTTP, which could be down when a digest is due; keeping only the first 200, which
 * starves filters by author and keyword.
 */
@NullMarked
package org.papertide.notify.candidate;

import org.jspecify.annotations.NullMarked;
