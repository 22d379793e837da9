package org.papertide.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DetachedHeadersTest {

    private final Headers headers = new RecordHeaders();
    private final DetachedHeaders interceptor = new DetachedHeaders();

    @Test
    void holdNothingOfTheAnswerThatTheyCameIn() {
        WeakReference<byte[]> answer = fetch();

        interceptor.onConsume(
                new ConsumerRecords<>(
                        Map.of(new TopicPartition("topic", 0), List.of(message())), Map.of()));

        await("the answer is collected")
                .until(() -> {
                    System.gc();
                    return answer.refersTo(null);
                });
        Header header = headers.lastHeader("name");
        assertThat(header.value()).asString(StandardCharsets.UTF_8).isEqualTo("value");
    }

    private ConsumerRecord<Object, Object> message() {
        return new ConsumerRecord<>(
                "topic",
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                "value",
                headers,
                Optional.empty());
    }

    /** As the consumer reads them: keys and values are slices of one answer. */
    private WeakReference<byte[]> fetch() {
        byte[] answer = "name,value".getBytes(StandardCharsets.UTF_8);
        headers.add(new RecordHeader(ByteBuffer.wrap(answer, 0, 4), ByteBuffer.wrap(answer, 5, 5)));
        return new WeakReference<>(answer);
    }
}
