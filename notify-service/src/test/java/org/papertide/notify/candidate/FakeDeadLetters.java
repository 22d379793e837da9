package org.papertide.notify.candidate;

import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker's part of transactions: committed together, or not at all. */
final class FakeDeadLetters implements Supplier<Producer<byte[], byte[]>> {

    /** What a broker does to a transaction. */
    enum Answer {
        COMMITTED,
        /** It is done, and the answer is lost. */
        COMMITTED_UNHEARD,
        /** It is not done, and nobody says so. */
        LOST
    }

    private final MockConsumer<byte[], byte[]> consumer;
    private final List<ProducerRecord<byte[], byte[]>> committed = new CopyOnWriteArrayList<>();

    /** The next answers; afterwards all are {@link Answer#COMMITTED}. */
    final List<Answer> answers = new CopyOnWriteArrayList<>();

    /** What the sends of the next records fail with. */
    final Deque<RuntimeException> refusals = new ConcurrentLinkedDeque<>();

    /** Runs before a reader learns that it knows nothing. */
    volatile Runnable whenUncertain = () -> {};

    final AtomicInteger connected = new AtomicInteger();

    FakeDeadLetters(MockConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** What a reader of committed records finds. */
    List<ProducerRecord<byte[], byte[]>> committed() {
        return committed;
    }

    List<String> values() {
        return committed.stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public Producer<byte[], byte[]> get() {
        connected.incrementAndGet();
        return new MockProducer<>(
                true, null, new ByteArraySerializer(), new ByteArraySerializer()) {

            private Map<TopicPartition, OffsetAndMetadata> offsets = Map.of();

            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                RuntimeException refusal = refusals.pollFirst();
                return refusal == null
                        ? super.send(record)
                        : CompletableFuture.failedFuture(refusal);
            }

            @Override
            public void sendOffsetsToTransaction(
                    Map<TopicPartition, OffsetAndMetadata> given, ConsumerGroupMetadata group) {
                offsets = given;
                super.sendOffsetsToTransaction(given, group);
            }

            @Override
            public void commitTransaction() {
                Answer answer = answers.isEmpty() ? Answer.COMMITTED : answers.removeFirst();
                if (answer != Answer.LOST) {
                    committed.addAll(uncommittedRecords());
                    consumer.commitSync(offsets);
                    super.commitTransaction();
                }
                if (answer != Answer.COMMITTED) {
                    whenUncertain.run();
                    throw new TimeoutException("no answer");
                }
            }
        };
    }
}
