package org.papertide.notify.candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeadLetter;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.Backoff;
import org.papertide.platform.loop.LogOnce;
import org.papertide.platform.loop.Progress;
import org.papertide.platform.loop.ReadDelay;
import org.papertide.platform.loop.Threads;
import org.papertide.platform.loop.UnavailableException;

/**
 * Reads topics into sinks, batch by batch, on one virtual thread: what was polled is applied, then
 * the offsets are committed, together with the dead letters if there are any.
 *
 * <p>While the database or the broker is away the same records wait; nothing else is tried again. A
 * batch that fails for another reason is applied record by record, and what fails alone becomes a
 * dead letter with its exception. A dead letter is there once, however often its batch has to be
 * repeated, also by another process after a kill.
 *
 * <p>It is no {@link org.papertide.platform.loop.Loop}: a consumer is woken by itself and closed by
 * the thread that polls it, and polling has to go on within a turn that failed.
 */
public final class StreamReader implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StreamReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final Backoff RETRY = Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(15));

    private final String name;
    private final Topics topics;
    private final Map<Topic, RecordSink> sinks;
    private final Consumer<byte[], byte[]> consumer;
    private final DeadLetterWriter deadLetters;
    private final Progress progress;
    private final Backoff retry;
    private final Thread thread;
    private final Map<String, Topic> byName = new HashMap<>();
    private final Map<Topic, Long> lag = new ConcurrentHashMap<>();
    private final Map<Topic, LongAdder> buried = new ConcurrentHashMap<>();
    private final ReadDelay delay = new ReadDelay();
    private final LogOnce log = new LogOnce();

    private volatile boolean closed;
    private volatile boolean reads;
    private long done;
    private int failures;

    /** Whether dead letters and offsets were to be committed, and nobody knows if they were. */
    private boolean uncertain;

    private StreamReader(
            String name,
            Topics topics,
            Map<Topic, RecordSink> sinks,
            Consumer<byte[], byte[]> consumer,
            DeadLetterWriter deadLetters,
            Progress progress,
            Backoff retry) {
        this.name = name;
        this.topics = topics;
        this.sinks = Map.copyOf(sinks);
        this.consumer = consumer;
        this.deadLetters = deadLetters;
        this.progress = progress;
        this.retry = retry;
        sinks.keySet().forEach(topic -> byName.put(topics.name(topic), topic));
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    /**
     * Starts reading.
     *
     * @param consumer read-committed, without auto-commit; closed with this reader
     * @param deadLetters makes a producer for what cannot be read or applied, always with the same
     *     transactional id; closed with this reader
     * @param progress notes what is done and what is left
     */
    public static StreamReader start(
            String name,
            Topics topics,
            Map<Topic, RecordSink> sinks,
            Consumer<byte[], byte[]> consumer,
            Supplier<Producer<byte[], byte[]>> deadLetters,
            Progress progress) {
        return start(name, topics, sinks, consumer, deadLetters, progress, RETRY);
    }

    /** Starts reading, with these pauses while something is away. */
    static StreamReader start(
            String name,
            Topics topics,
            Map<Topic, RecordSink> sinks,
            Consumer<byte[], byte[]> consumer,
            Supplier<Producer<byte[], byte[]>> deadLetters,
            Progress progress,
            Backoff retry) {
        StreamReader reader =
                new StreamReader(
                        name,
                        topics,
                        sinks,
                        consumer,
                        new DeadLetterWriter(topics, deadLetters),
                        progress,
                        retry);
        reader.thread.start();
        return reader;
    }

    /** Whether it is a member of its group, and was not refused what it asked for last. */
    public boolean reads() {
        return reads;
    }

    /** Records of a topic that were not read yet when it was last looked at. */
    public long lag(Topic topic) {
        return lag.getOrDefault(topic, 0L);
    }

    /** For how many seconds a record of a topic has waited at most. */
    public double delay(Topic topic) {
        return delay.seconds(topics.name(topic));
    }

    /** Records of a topic that went to its dead letters. */
    public long deadLetters(Topic topic) {
        LongAdder count = buried.get(topic);
        return count == null ? 0 : count.sum();
    }

    private void loop() {
        try (consumer;
                deadLetters) {
            consumer.subscribe(List.copyOf(byName.keySet()));
            while (!closed) {
                step();
            }
        } catch (WakeupException | InterruptedException e) {
            LOG.debugf(e, "The stream reader ends. reader=%s", name);
        } catch (KafkaException e) {
            LOG.debugf(e, "The stream reader ends without leaving its group. reader=%s", name);
        }
    }

    private void step() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records;
        try {
            passOverCommitted();
            records = consumer.poll(POLL);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // Nobody knows how much there is: it does not stand still for nothing.
            reads = false;
            progress.note(name, done, 1);
            wait("The topics cannot be read.", e);
            return;
        }
        if (consumer.groupMetadata().generationId() >= 0) {
            reads = true;
        }
        noteProgress(records.count());
        if (records.isEmpty()) {
            return;
        }
        try {
            commit(records, apply(records));
            noteRead(records);
            done += records.count();
            failures = 0;
            noteProgress(0);
            if (log.isRecovery()) {
                LOG.infof("The stream reader goes on. reader=%s", name);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (UnavailableException e) {
            rewind(records);
            wait("The stream reader waits for the database.", null);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            rewind(records);
            wait("Records cannot be applied.", e);
        }
    }

    /** Dead letters and offsets are committed together; without any the consumer does it faster. */
    private void commit(
            ConsumerRecords<byte[], byte[]> records, List<DeadLetterWriter.Refused> refused)
            throws InterruptedException {
        if (refused.isEmpty()) {
            consumer.commitSync();
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            ConsumerRecord<byte[], byte[]> last = records.records(partition).getLast();
            offsets.put(
                    partition, new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), ""));
        }
        uncertain = true;
        deadLetters.commit(refused, offsets, consumer.groupMetadata());
        uncertain = false;
        refused.forEach(
                each -> buried.computeIfAbsent(each.topic(), _ -> new LongAdder()).increment());
        LOG.warnf(
                "Records go to the dead letters. count=%d origin=%s error=\"%s\"",
                refused.size(), refused.getFirst().origin(), refused.getFirst().letter().reason());
    }

    /** A batch whose commit was uncertain, and turns out to be done, is not to come again. */
    private void passOverCommitted() {
        if (!uncertain) {
            return;
        }
        deadLetters.settle();
        consumer.committed(consumer.assignment())
                .forEach((partition, committed) -> {
                    if (committed != null && committed.offset() > consumer.position(partition)) {
                        consumer.seek(partition, committed);
                    }
                });
        uncertain = false;
    }

    /** Goes back to where the batch began; the next poll returns it again. */
    private void rewind(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                long first = records.records(partition).getFirst().offset();
                consumer.seek(partition, new OffsetAndMetadata(first));
            }
        }
    }

    private void wait(String what, @Nullable Throwable e) throws InterruptedException {
        if (log.isNew(what)) {
            LOG.warnf(e, "%s reader=%s", what, name);
        }
        failures++;
        Thread.sleep(retry.pause(failures));
    }

    /**
     * Notes what is done and what is left.
     *
     * @param polled records that the consumer counts as read, though they are not applied
     */
    private void noteProgress(int polled) {
        Map<Topic, Long> left = new HashMap<>();
        Set<TopicPartition> assigned = consumer.assignment();
        for (TopicPartition partition : assigned) {
            Topic topic = byName.get(partition.topic());
            if (topic != null) {
                long behind = consumer.currentLag(partition).orElse(0);
                left.merge(topic, behind, Long::sum);
                delay.left(partition.topic(), partition.partition(), behind);
            }
        }
        delay.keepOnly(assigned);
        byName.values().forEach(topic -> lag.put(topic, left.getOrDefault(topic, 0L)));
        long all = left.values().stream().mapToLong(Long::longValue).sum();
        progress.note(name, done, polled + all);
    }

    private void noteRead(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            long newest = records.records(partition).getLast().timestamp();
            delay.read(partition.topic(), partition.partition(), newest);
        }
    }

    private List<DeadLetterWriter.Refused> apply(ConsumerRecords<byte[], byte[]> records) {
        List<DeadLetterWriter.Refused> refused = new ArrayList<>();
        for (Map.Entry<Topic, RecordSink> entry : sinks.entrySet()) {
            List<ConsumerRecord<byte[], byte[]>> own = new ArrayList<>();
            records.records(topics.name(entry.getKey())).forEach(own::add);
            if (!own.isEmpty()) {
                refused.addAll(apply(entry.getKey(), entry.getValue(), own));
            }
        }
        return refused;
    }

    private List<DeadLetterWriter.Refused> apply(
            Topic topic, RecordSink sink, List<ConsumerRecord<byte[], byte[]>> own) {
        List<DeadLetterWriter.Refused> refused = new ArrayList<>();
        try {
            RecordSink.Batch batch = sink.decode(own);
            batch.apply().run();
            batch.unreadable().forEach(each -> refused.add(refused(topic, each)));
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // A service that ends closes what the records are applied to: that is not their fault.
            if (closed) {
                throw e;
            }
            LOG.debugf(e, "A batch is applied record by record. reader=%s", name);
            for (ConsumerRecord<byte[], byte[]> record : own) {
                refused.addAll(applyAlone(topic, sink, record));
            }
        }
        return refused;
    }

    private List<DeadLetterWriter.Refused> applyAlone(
            Topic topic, RecordSink sink, ConsumerRecord<byte[], byte[]> record) {
        try {
            RecordSink.Batch alone = sink.decode(List.of(record));
            alone.apply().run();
            return alone.unreadable().stream().map(each -> refused(topic, each)).toList();
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            if (closed) {
                throw e;
            }
            DeadLetter.Origin origin = origin(record);
            return List.of(
                    new DeadLetterWriter.Refused(
                            topic,
                            origin,
                            DeadLetter.of(
                                    origin, record.key(), record.value(), record.headers(), e)));
        }
    }

    private static DeadLetterWriter.Refused refused(Topic topic, RecordSink.Unreadable unreadable) {
        ConsumerRecord<byte[], byte[]> record = unreadable.record();
        DeadLetter.Origin origin = origin(record);
        return new DeadLetterWriter.Refused(
                topic,
                origin,
                DeadLetter.of(
                        origin,
                        record.key(),
                        record.value(),
                        record.headers(),
                        unreadable.reason()));
    }

    private static DeadLetter.Origin origin(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter.Origin(record.topic(), record.partition(), record.offset());
    }

    /** Ends after the batch under way. */
    @Override
    public void close() {
        closeAll(List.of(this));
    }

    /**
     * Ends several side by side: waits ten seconds for their batches under way, all of them
     * together, then interrupts them. One after the other they would take half of the time that a
     * service has to end.
     */
    public static void closeAll(Collection<StreamReader> readers) {
        for (StreamReader reader : readers) {
            reader.closed = true;
            reader.consumer.wakeup();
        }
        try {
            if (!Threads.haveEnded(readers.stream().map(each -> each.thread).toList(), CLOSING)) {
                readers.forEach(reader -> reader.thread.interrupt());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
