/**
 * Reading listings of papers.
 *
 * <p>Flows in: answers of remote sources, fetched by a {@link
 * org.papertide.ingest.source.PaperSource}, and listing files that someone imports, in any known
 * {@link org.papertide.ingest.source.ListingFormat}. Flows out: {@link
 * org.papertide.ingest.source.Item}s, one at a time, and the source's next position.
 *
 * <p>Each source has a folder of its own with the same roles in it (client, parser, settings) and
 * knows nothing of the others. This package knows none of them: each folder's beans produce its
 * sources and formats, which are found by their type.
 */
@NullMarked
package org.papertide.ingest.source;

import org.jspecify.annotations.NullMarked;
