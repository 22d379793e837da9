/**
 * The contract between Papertide's services and with everyone who consumes its streams: topic names
 * and settings, event records, their JSON form with CloudEvents headers, JSON Schemas and the
 * AsyncAPI document.
 *
 * <p>Flows in: nothing. Flows out: everything that crosses Kafka. Plain Java with Jackson and the
 * Kafka client's types; no framework, no database.
 *
 * <p>Metrics, statuses and sources that may grow within {@code v1} travel as they are: a consumer
 * leaves out a metric it does not know ({@link org.papertide.events.Metric#find}) instead of
 * refusing the record. Rejected: Avro or Protobuf with a registry; one more server to run, and JSON
 * is what consumers without Java ask for.
 */
@NullMarked
package org.papertide.events;

import org.jspecify.annotations.NullMarked;
