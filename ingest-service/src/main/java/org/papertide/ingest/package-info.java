/**
 * The ingest service: turns sources into events.
 *
 * <p>Flows in: listings of papers and counts of their metrics. Flows out: exactly what changed, to
 * Kafka. HTTP is up without what the service waits for, and the same process goes on when that
 * comes.
 */
@NullMarked
package org.papertide.ingest;

import org.jspecify.annotations.NullMarked;
