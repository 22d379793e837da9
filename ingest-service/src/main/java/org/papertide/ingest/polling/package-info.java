/**
 * When each source runs, and how it did.
 *
 * <p>Flows in: {@link org.papertide.ingest.source.FetchResult}s of the sources, each run when it is
 * due and under its host's lease. Flows out: items to the catalogue, in one transaction with the
 * source's new position and health; the answer of {@code GET /api/v1/sources}.
 *
 * <p>Owns the tables {@code source} and {@code lease}.
 */
@NullMarked
package org.papertide.ingest.polling;

import org.jspecify.annotations.NullMarked;
