package org.papertide.local.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.papertide.local.data.RefusedException;

/**
 * One scan of topics: the records of each partition in order, without a group, so that nobody
 * else's position is disturbed.
 */
final class TopicScan {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaAccess kafka;
    private final Consumer<byte[], byte[]> consumer;
    private final Interruption interruption;
    private final ReadProgress progress;

    /** What is done with each record. */
    interface Each {

        /** Whether to go on. */
        boolean take(ConsumerRecord<byte[], byte[]> taken);
    }

    /**
     * @param consumer of {@code kafka}; the caller closes it
     */
    TopicScan(
            KafkaAccess kafka,
            Consumer<byte[], byte[]> consumer,
            Interruption interruption,
            ReadProgress progress) {
        this.kafka = kafka;
        this.consumer = consumer;
        this.interruption = interruption;
        this.progress = progress;
    }

    /**
     * Reads what the topics hold now, and, to follow them, what comes later.
     *
     * @return whether all of what they held at the beginning was read, else it was interrupted
     * @throws RefusedException if a topic is not there or Kafka does not answer
     */
    boolean read(List<String> topics, Start start, boolean follow, Each each) {
        return kafka.asked(() -> scan(partitions(topics), start, follow, each));
    }

    /** Whether there is a topic of that name. */
    boolean has(String topic) {
        return kafka.asked(() -> consumer.listTopics().containsKey(topic));
    }

    private boolean scan(List<TopicPartition> partitions, Start start, boolean follow, Each each) {
        consumer.assign(partitions);
        seek(partitions, start);
        return scan(partitions, follow, each);
    }

    private boolean scan(List<TopicPartition> partitions, boolean follow, Each each) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        // A seek takes effect with the first use: before anything new can come.
        long begun = positions(partitions, ends);
        long all = ends.values().stream().mapToLong(Long::longValue).sum() - begun;
        boolean caughtUp = false;
        while (true) {
            if (!caughtUp) {
                long read = positions(partitions, ends) - begun;
                progress.at("read", read, all);
                caughtUp = read >= all;
            }
            if (caughtUp && !follow) {
                return true;
            }
            if (interruption.requested()) {
                return caughtUp;
            }
            for (ConsumerRecord<byte[], byte[]> taken : consumer.poll(POLL)) {
                boolean late = !follow && taken.offset() >= ends.getOrDefault(partition(taken), 0L);
                if (late) {
                    continue;
                }
                if (interruption.requested() || !each.take(taken)) {
                    return caughtUp;
                }
            }
        }
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> taken) {
        return new TopicPartition(taken.topic(), taken.partition());
    }

    /** How far the scan is in all, not counted what came after its beginning. */
    private long positions(List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        long sum = 0;
        for (TopicPartition each : partitions) {
            sum += Math.min(consumer.position(each), ends.getOrDefault(each, 0L));
        }
        return sum;
    }

    private List<TopicPartition> partitions(List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new RefusedException(
                        "There is no topic %s at %s.".formatted(topic, kafka.bootstrapServers()));
            }
            found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    private void seek(List<TopicPartition> partitions, Start start) {
        switch (start) {
            case Start.Beginning() -> consumer.seekToBeginning(partitions);
            case Start.Now() -> consumer.seekToEnd(partitions);
            case Start.At(var instant) -> {
                Map<TopicPartition, Long> wanted = new HashMap<>();
                partitions.forEach(each -> wanted.put(each, instant.toEpochMilli()));
                Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
                for (TopicPartition each : partitions) {
                    OffsetAndTimestamp first = found.get(each);
                    if (first == null) {
                        consumer.seekToEnd(List.of(each));
                    } else {
                        consumer.seek(each, first.offset());
                    }
                }
            }
        }
    }
}
