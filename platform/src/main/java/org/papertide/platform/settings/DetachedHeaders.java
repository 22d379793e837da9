package org.papertide.platform.settings;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Copies the headers of each record that a consumer fetched. Until someone has read it, a header
 * points into the whole answer of the broker, up to half a megabyte for each partition. A record
 * that waits in a queue, or whose headers a cache keeps, would hold all of that: some dozen records
 * as much as all the others.
 */
public final class DetachedHeaders implements ConsumerInterceptor<Object, Object> {

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        for (ConsumerRecord<Object, Object> each : records) {
            detach(each.headers());
        }
        return records;
    }

    static void detach(Headers headers) {
        for (Header header : headers) {
            var _ = header.key();
            var _ = header.value();
        }
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public void close() {}
}
