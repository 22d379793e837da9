package org.papertide.notify.candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeadLetter;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.database.DatabaseUnavailableException;

/**
 * Reads topics into sinks, batch by batch, on one virtual thread: what was polled is applied, dead
 * letters are sent, then the offsets are committed. While the database is away the same records
 * wait; whatever else fails is tried again, too, for a record that was decoded can be applied.
 */
public final class StreamReader implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StreamReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Topics topics;
    private final Map<Topic, RecordSink> sinks;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> deadLetters;
    private final Thread thread;
    private final Map<String, Topic> byName = new HashMap<>();
    private volatile boolean closed;
    private String logged = "";

    private StreamReader(
            String name,
            Topics topics,
            Map<Topic, RecordSink> sinks,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> deadLetters) {
        this.name = name;
        this.topics = topics;
        this.sinks = Map.copyOf(sinks);
        this.consumer = consumer;
        this.deadLetters = deadLetters;
        sinks.keySet().forEach(topic -> byName.put(topics.name(topic), topic));
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    /**
     * Starts reading.
     *
     * @param consumer read-committed, without auto-commit; closed with this reader
     * @param deadLetters takes what cannot be read; not closed
     */
    public static StreamReader start(
            String name,
            Topics topics,
            Map<Topic, RecordSink> sinks,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> deadLetters) {
        StreamReader reader = new StreamReader(name, topics, sinks, consumer, deadLetters);
        reader.thread.start();
        return reader;
    }

    private void loop() {
        try (consumer) {
            consumer.subscribe(List.copyOf(byName.keySet()));
            while (!closed) {
                step();
            }
        } catch (WakeupException | InterruptedException e) {
            LOG.debugf(e, "The reader ends. reader=%s", name);
        } catch (KafkaException e) {
            LOG.debugf(e, "The reader ends without leaving its group. reader=%s", name);
        }
    }

    private void step() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            logOnce("The topics cannot be read.", e);
            Thread.sleep(FAILURE_PAUSE);
            return;
        }
        if (records.isEmpty()) {
            return;
        }
        try {
            apply(records);
            consumer.commitSync();
            if (!logged.isEmpty()) {
                LOG.infof("The reader goes on. reader=%s", name);
                logged = "";
            }
        } catch (WakeupException e) {
            throw e;
        } catch (DatabaseUnavailableException e) {
            logOnce("The reader waits for the database.", null);
            rewind(records);
        } catch (RuntimeException e) {
            logOnce("Records cannot be applied.", e);
            rewind(records);
        }
    }

    /** Goes back to where the batch began; the next poll returns it again. */
    private void rewind(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                long first = records.records(partition).getFirst().offset();
                consumer.seek(partition, new OffsetAndMetadata(first));
            }
        }
        Thread.sleep(FAILURE_PAUSE);
    }

    private void apply(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Map.Entry<Topic, RecordSink> entry : sinks.entrySet()) {
            List<ConsumerRecord<byte[], byte[]>> own = new ArrayList<>();
            records.records(topics.name(entry.getKey())).forEach(own::add);
            if (own.isEmpty()) {
                continue;
            }
            RecordSink.Batch batch = entry.getValue().decode(own);
            for (RecordSink.Unreadable unreadable : batch.unreadable()) {
                LOG.warnf(
                        "A record goes to the dead letters. topic=%s partition=%d offset=%d error=%s",
                        unreadable.record().topic(),
                        unreadable.record().partition(),
                        unreadable.record().offset(),
                        unreadable.reason());
                sent.add(deadLetters.send(deadLetter(entry.getKey(), unreadable)));
            }
            batch.apply().run();
        }
        for (Future<RecordMetadata> future : sent) {
            try {
                future.get();
            } catch (ExecutionException e) {
                throw new KafkaException("a dead letter could not be sent", e.getCause());
            }
        }
    }

    private ProducerRecord<byte[], byte[]> deadLetter(
            Topic topic, RecordSink.Unreadable unreadable) {
        ConsumerRecord<byte[], byte[]> record = unreadable.record();
        return new ProducerRecord<>(
                topics.name(topic.deadLetters()),
                null,
                null,
                record.key(),
                record.value(),
                DeadLetter.headers(
                        record.headers(),
                        unreadable.reason(),
                        record.topic(),
                        record.partition(),
                        record.offset()));
    }

    private void logOnce(String what, @Nullable RuntimeException e) {
        if (!what.equals(logged)) {
            LOG.warnf(e, "%s reader=%s", what, name);
            logged = what;
        }
    }

    /** Ends after the batch under way. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
