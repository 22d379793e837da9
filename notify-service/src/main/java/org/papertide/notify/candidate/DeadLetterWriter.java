package org.papertide.notify.candidate;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeadLetter;
import org.papertide.events.Topic;
import org.papertide.events.Topics;

/**
 * Sends the dead letters of a batch and commits its offsets in one transaction: who reads what is
 * committed finds each letter once, also if this process is killed between the two. Not
 * thread-safe.
 */
final class DeadLetterWriter implements AutoCloseable {

    private final Topics topics;
    private final Supplier<Producer<byte[], byte[]>> connect;
    private @Nullable Producer<byte[], byte[]> producer;

    /**
     * A record that goes to the dead letters.
     *
     * @param topic the one it came from
     */
    record Refused(Topic topic, DeadLetter.Origin origin, DeadLetter letter) {}

    /**
     * @param connect makes a producer with a transactional id, always the same, when one is needed
     */
    DeadLetterWriter(Topics topics, Supplier<Producer<byte[], byte[]>> connect) {
        this.topics = topics;
        this.connect = connect;
    }

    /**
     * Sends and commits.
     *
     * @throws KafkaException if it cannot be said whether that was done; {@link #settle} ends the
     *     uncertainty
     */
    void commit(
            List<Refused> refused,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group)
            throws InterruptedException {
        Set<DeadLetter.Origin> withoutValue = new HashSet<>();
        try {
            Producer<byte[], byte[]> current = connected();
            while (!send(current, refused, withoutValue)) {
                current.abortTransaction();
            }
            current.sendOffsetsToTransaction(offsets, group);
            current.commitTransaction();
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /** Waits until an earlier transaction is done or will never be. */
    void settle() {
        try {
            connected();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Does not wait: what has not been committed is sent again. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private Producer<byte[], byte[]> connected() {
        if (producer == null) {
            producer = connect.get();
            producer.initTransactions();
        }
        return producer;
    }

    /**
     * Begins a transaction and sends.
     *
     * @param withoutValue where the records stood whose letters a topic of the operator does not
     *     take whole; one more is added if this answers false
     */
    private boolean send(
            Producer<byte[], byte[]> current,
            List<Refused> refused,
            Set<DeadLetter.Origin> withoutValue)
            throws InterruptedException {
        current.beginTransaction();
        Map<Refused, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        for (Refused each : refused) {
            boolean whole = !withoutValue.contains(each.origin());
            sent.put(each, current.send(record(each, whole ? each.letter().value() : null)));
        }
        current.flush();
        for (Map.Entry<Refused, Future<RecordMetadata>> each : sent.entrySet()) {
            try {
                each.getValue().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException
                        && withoutValue.add(each.getKey().origin())) {
                    return false;
                }
                throw new KafkaException("a dead letter could not be sent", e.getCause());
            }
        }
        return true;
    }

    private ProducerRecord<byte[], byte[]> record(Refused refused, byte @Nullable [] value) {
        return new ProducerRecord<>(
                topics.name(refused.topic().deadLetters()),
                null,
                null,
                refused.letter().key(),
                value,
                refused.letter().headers());
    }
}
