package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TopicPaceTest {

    private static final TopicPartition PAPERS = new TopicPartition("papers", 0);
    private static final TopicPartition VECTORS = new TopicPartition("vectors", 0);
    private static final TopicPartition OTHERS = new TopicPartition("papers", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> ends = Map.of(PAPERS, 3L, VECTORS, 4L, OTHERS, 5L);
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final TopicPace pace = new TopicPace();

    TopicPaceTest() {
        consumer.assign(ends.keySet());
        Map<TopicPartition, Long> begins = new HashMap<>();
        ends.keySet().forEach(part -> begins.put(part, 0L));
        consumer.updateBeginningOffsets(begins);
    }

    private void read(TopicPartition part, long... times) {
        for (long time : times) {
            long offset = next.merge(part, 1L, Long::sum) - 1;
            consumer.addRecord(
                    new ConsumerRecord<>(
                            part.topic(),
                            part.partition(),
                            offset,
                            time,
                            TimestampType.CREATE_TIME,
                            0,
                            0,
                            new byte[0],
                            new byte[0],
                            new RecordHeaders(),
                            Optional.empty()));
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ZERO);
        assertThat(records.count()).isEqualTo(times.length);
        pace.read(records);
        pace.keep(consumer, ends);
    }

    @Test
    void letsWhatIsAheadWaitForTheOtherTopicOfItsPartition() {
        read(VECTORS, 10, 20);
        assertThat(consumer.paused()).containsExactly(VECTORS);
        read(OTHERS, 90);
        assertThat(consumer.paused()).containsExactly(VECTORS);
        read(PAPERS, 15);
        assertThat(consumer.paused()).containsExactly(VECTORS);
        read(PAPERS, 25);
        assertThat(consumer.paused()).containsExactly(PAPERS);
        read(VECTORS, 25);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void waitsForNoTopicThatHasEnded() {
        read(PAPERS, 1, 2, 3);
        read(VECTORS, 9, 10);
        assertThat(consumer.paused()).isEmpty();
    }

    /** A record of the year 9999, or of none, holds up its own topic at most until others end. */
    @Test
    void alwaysLetsOneGoOn() {
        Stream.of(Long.MAX_VALUE, -1L, 5L)
                .forEach(time -> {
                    read(PAPERS, time);
                    assertThat(consumer.paused()).doesNotContainSequence(List.of(PAPERS, VECTORS));
                    if (consumer.paused().contains(PAPERS)) {
                        read(VECTORS, Long.MAX_VALUE);
                    }
                });
        assertThat(consumer.paused()).isEmpty();
    }
}
