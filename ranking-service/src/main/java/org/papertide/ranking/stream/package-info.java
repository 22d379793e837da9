/**
 * Runs the stages of {@link org.papertide.ranking.topology} in this process: the Kafka Streams
 * client, its settings and memory, its readiness, and the ticker.
 *
 * <p>Flows in: the service's settings and its start and stop. Flows out: a running topology, a tick
 * to every partition each second, readiness, and the stores for whoever reads them here.
 *
 * <p>The stages do not know this package. What decides when a task commits is with the stages that
 * call it. Rejected: the stages and their runtime in one package, where the rules of the ranking
 * are hard to find among the settings of clients.
 */
@NullMarked
package org.papertide.ranking.stream;

import org.jspecify.annotations.NullMarked;
