package org.papertide.ranking.meaning;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.papertide.events.Decoded;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;

/** Reads topics as logs: {@code embeddings.v1}, and papers that were read before. */
final class EmbeddingLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    /** Empty answers in a row after which the broker counts as away. */
    private static final int PATIENCE = 20;

    private final Consumer<byte[], byte[]> consumer;

    /** A log that owns this consumer, which is in no group. */
    EmbeddingLog(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * What is made of a partition now.
     *
     * @throws TimeoutException if the broker is away
     */
    MadeEmbeddings readAll(TopicPartition partition, List<Embedder> models) {
        MadeEmbeddings made = new MadeEmbeddings(models);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        int empty = 0;
        while (consumer.position(partition) < end) {
            var records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> each : records) {
                made.note(each.key(), each.value(), each.offset());
            }
            empty = records.isEmpty() ? empty + 1 : 0;
            failAfter(empty, partition);
        }
        return made;
    }

    /**
     * The embedding at an offset, unless it has been compacted away.
     *
     * @throws TimeoutException if the broker is away
     */
    Optional<Embedding> read(TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        int empty = 0;
        while (consumer.position(partition) <= offset) {
            var records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> each : records) {
                return each.offset() == offset
                                && EventCodec.EMBEDDING.decode(each.value())
                                        instanceof Decoded.Event<Embedding>(Embedding found)
                        ? Optional.of(found)
                        : Optional.empty();
            }
            empty++;
            failAfter(empty, partition);
        }
        return Optional.empty();
    }

    /**
     * The next records from an offset on, as many as come at once; none if there is none before
     * {@code until}.
     *
     * @throws TimeoutException if the broker is away
     */
    List<ConsumerRecord<byte[], byte[]>> readFrom(
            TopicPartition partition, long offset, long until) {
        consumer.assign(List.of(partition));
        if (offset == 0) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, offset);
        }
        int empty = 0;
        while (consumer.position(partition) < until) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                return records.records(partition);
            }
            empty++;
            failAfter(empty, partition);
        }
        return List.of();
    }

    private static void failAfter(int empty, TopicPartition partition) {
        if (empty > PATIENCE) {
            throw new TimeoutException("a topic cannot be read: " + partition);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
