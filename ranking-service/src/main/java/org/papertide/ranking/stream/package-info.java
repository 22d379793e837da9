/**
 * Runs the stages of {@link org.papertide.ranking.topology} in this process: the Kafka Streams
 * client, its settings and memory, its readiness, and the ticker.
 *
 * <p>Flows in: the service's settings and its start and stop. Flows out: a running topology, a tick
 * to every partition each second, readiness, and the stores for whoever reads them here.
 *
 * <p>The stages do not know this package. The stages themselves decide when a task commits.
 * Rejected: the stages and their runtime in one package. The rules of the ranking are hard to find
 * among client settings.
 */
@NullMarked
package org.papertide.ranking.stream;

import org.jspecify.annotations.NullMarked;
