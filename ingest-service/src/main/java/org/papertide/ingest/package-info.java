/**
 * The ingest service: turns sources into events.
 *
 * <p>Flows in: listings of papers and counts of their metrics. Flows out: exactly what changed, to
 * Kafka. Here is only the rim: the dependencies that the service waits for. HTTP is up without
 * them, and the same process goes on when they come.
 */
@NullMarked
package org.papertide.ingest;

import org.jspecify.annotations.NullMarked;
