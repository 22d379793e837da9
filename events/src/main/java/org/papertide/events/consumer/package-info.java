/**
 * A consumer of the streams for those who are not Papertide: {@link
 * org.papertide.events.consumer.PapertideConsumer} polls, decodes, calls a handler and commits, and
 * {@link org.papertide.events.consumer.FakePapertide} runs it in a test without a broker.
 *
 * <p>Flows in: records of the topics that a handler was given for. Flows out: typed events in which
 * tombstones and merges are cases of their own, and never null; what cannot be read or applied goes
 * to one handler of dead letters, and its neighbours go on.
 *
 * <p>Needs {@code kafka-clients}, which the library declares as optional. Papertide's own services
 * do not use it: ranking is a Kafka Streams application, and notify applies whole batches to its
 * database in one transaction.
 */
@NullMarked
package org.papertide.events.consumer;

import org.jspecify.annotations.NullMarked;
