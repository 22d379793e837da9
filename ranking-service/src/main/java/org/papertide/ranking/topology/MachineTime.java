package org.papertide.ranking.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.papertide.platform.loop.ReadDelay;

/**
 * Kafka's own time of a record, which is the machine's when it was produced. An event's time is in
 * its value and is read by the processors.
 *
 * <p>A producer that gave no time must not stop the stream, as Streams' own choice would.
 */
final class MachineTime implements TimestampExtractor {

    private final ReadDelay delay;

    /**
     * @param delay is told of each record
     */
    MachineTime(ReadDelay delay) {
        this.delay = delay;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> message, long partitionTime) {
        delay.read(message.topic(), message.partition(), message.timestamp());
        return message.timestamp() >= 0 ? message.timestamp() : Math.max(0, partitionTime);
    }
}
