/**
 * Reading what sources tell of papers.
 *
 * <p>Flows in: answers of remote sources, fetched by a {@link
 * org.papertide.ingest.source.PaperSource} on its schedule, and listing files that someone imports,
 * in any known {@link org.papertide.ingest.source.ListingFormat}. Flows out: {@link
 * org.papertide.ingest.source.Item}s, one at a time, and the source's new position, which {@link
 * org.papertide.ingest.source.SourceLog} writes down in one transaction.
 *
 * <p>Each source has a folder of its own with the same roles in it (client, parser, settings) and
 * knows nothing of the others. This package knows none of them: formats and sources are found as
 * beans.
 */
@NullMarked
package org.papertide.ingest.source;

import org.jspecify.annotations.NullMarked;
