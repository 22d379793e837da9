package org.papertide.ranking.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics side by side. They have the same keys in the same partitions; of each partition, the
 * topic that is ahead in time waits for the other. So a paper and its vector, which was made soon
 * after it, are mostly read together, although a vector's record is a third as large.
 */
final class TopicPace {

    /** The time of the last record that was read. */
    private final Map<TopicPartition, Long> times = new HashMap<>();

    /** These were read. */
    void read(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition part : records.partitions()) {
            times.put(part, records.records(part).getLast().timestamp());
        }
    }

    /**
     * Lets those that are ahead wait. There is always one that does not.
     *
     * @param ends where each of them ends; nobody waits for one that has got there
     */
    void keep(Consumer<?, ?> reader, Map<TopicPartition, Long> ends) {
        Map<Integer, Long> slowest = new HashMap<>();
        for (TopicPartition part : reader.assignment()) {
            if (reader.position(part) < ends.getOrDefault(part, 0L)) {
                slowest.merge(part.partition(), time(part), Math::min);
            }
        }
        Set<TopicPartition> ahead = new HashSet<>(reader.assignment());
        ahead.removeIf(
                part -> time(part) <= slowest.getOrDefault(part.partition(), Long.MAX_VALUE));
        Set<TopicPartition> others = new HashSet<>(reader.assignment());
        others.removeAll(ahead);
        reader.pause(ahead);
        reader.resume(others);
    }

    private long time(TopicPartition part) {
        return times.getOrDefault(part, Long.MIN_VALUE);
    }
}
