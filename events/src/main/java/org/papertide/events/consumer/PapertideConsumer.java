package org.papertide.events.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeadLetter;
import org.papertide.events.Decoded;
import org.papertide.events.Topic;

/**
 * Reads streams of Papertide and calls a handler for each event, at least once, in the order of
 * each key. {@link #run} blocks until {@link #close}; one thread does everything.
 *
 * <p>Decided, so that one bad record never stops its neighbours:
 *
 * <ul>
 *   <li>What cannot be read is given up at once, and the handler of dead letters gets it.
 *   <li>A handler that fails is tried three times with the event, then the event is given up.
 *       Rejected: to stop, as one event would hold up all; to skip at once, as most failures pass.
 *   <li>A handler that throws {@link UnavailableException} is tried until it succeeds. So is a
 *       handler of dead letters that fails: nothing is dropped unseen.
 *   <li>While an event waits, its partition waits, for the order's sake; all others go on, and the
 *       member stays in its group.
 *   <li>Offsets are committed after the handlers of a batch have returned, before partitions go to
 *       another member, and at the end. A crash repeats one batch at most: 500 records.
 *   <li>A failure to commit because others have the partitions now is no failure: they repeat what
 *       was not committed. What cannot be cured by waiting (a password, a right) ends {@code run}.
 * </ul>
 *
 * <p>Bounded: at most 500 records and about 8 MiB wait in memory, whatever waits in the topics.
 */
public final class PapertideConsumer implements Runnable, AutoCloseable {

    /** How many times a handler is tried with an event, unless told otherwise. */
    public static final int ATTEMPTS = 3;

    private static final System.Logger LOG = System.getLogger(PapertideConsumer.class.getName());

    private static final Duration IDLE = Duration.ofSeconds(1);

    /** After this the rest of a batch is fetched again: far below Kafka's five minutes. */
    private static final Duration BATCH = Duration.ofSeconds(30);

    private static final Duration END = Duration.ofSeconds(30);

    private final Map<String, Subscription<?>> subscriptions;
    private final @Nullable String group;
    private final GivenUp.Handler deadLetters;
    private final @Nullable Runnable caughtUp;
    private final int attempts;
    private final Backoff backoff;
    private final Duration clockOffset;
    private final Consumer<byte[], byte[]> kafka;
    private final LongSupplier nanoTime;

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile @Nullable Thread runner;
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();

    /** Offsets behind what was handled and not committed yet. */
    private final Map<TopicPartition, OffsetAndMetadata> handledTo = new HashMap<>();

    private final Map<TopicPartition, Waiting> waiting = new HashMap<>();
    private boolean toldCaughtUp;

    private enum State {
        NEW,
        RUNNING,
        ENDED
    }

    /** A stream and what is done with it. */
    private record Subscription<E>(EventStream<E> stream, Handler<E> handler) {

        void handle(E event, ConsumerRecord<byte[], byte[]> entry) throws Exception {
            handler.handle(Received.of(event, entry));
        }
    }

    /**
     * A record that is tried again.
     *
     * @param failures so far
     * @param until nanoseconds of the clock
     * @param givenUp what only the handler of dead letters has not taken yet
     */
    private record Waiting(long offset, int failures, long until, @Nullable GivenUp givenUp) {}

    private PapertideConsumer(
            Builder builder, Consumer<byte[], byte[]> kafka, LongSupplier nanoTime) {
        this.subscriptions = Map.copyOf(builder.subscriptions());
        this.group = builder.group;
        this.deadLetters = builder.deadLetters;
        this.caughtUp = builder.caughtUp;
        this.attempts = builder.attempts;
        this.backoff = builder.backoff;
        this.clockOffset = builder.clockOffset;
        this.kafka = kafka;
        this.nanoTime = nanoTime;
    }

    /** A consumer of the brokers at these addresses: {@code host:port}, separated by commas. */
    public static Builder of(String bootstrapServers) {
        return new Builder(bootstrapServers);
    }

    /** Events that a handler has returned from, since the start. */
    public long handled() {
        return handled.get();
    }

    /** Records that became dead letters, since the start. */
    public long givenUp() {
        return givenUp.get();
    }

    /**
     * Reads until {@link #close}, or until its thread is interrupted. What was handled is committed
     * then.
     *
     * @throws org.apache.kafka.common.KafkaException if waiting does not help, as for a wrong
     *     password; what was not committed comes again
     * @throws IllegalStateException if it was run before
     */
    @Override
    public void run() {
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            throw new IllegalStateException("runs already, or has ended");
        }
        runner = Thread.currentThread();
        boolean interrupted = false;
        try {
            while (!closing && !begin()) {
                // The topics are not there yet.
            }
            while (!closing) {
                turn();
            }
        } catch (WakeupException _) {
            // Only close() wakes it up.
        } catch (InterruptException | InterruptedException _) {
            interrupted = true;
        } finally {
            // Kafka's client commits nothing while the thread is interrupted.
            interrupted |= Thread.interrupted();
            try {
                end();
            } finally {
                state.set(State.ENDED);
                ended.countDown();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /**
     * Ends {@link #run} after the event that is being handled, and waits for that, 30 s at most; a
     * handler that calls it does not wait. Does nothing the second time.
     */
    @Override
    public void close() {
        closing = true;
        if (state.compareAndSet(State.NEW, State.ENDED)) {
            kafka.close(CloseOptions.timeout(END));
            ended.countDown();
            return;
        }
        kafka.wakeup();
        if (Thread.currentThread() == runner) {
            return;
        }
        try {
            if (!ended.await(END.toSeconds(), TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "A handler has not returned for {0}.", END);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes its place in the group, or all partitions; false if a topic is not there yet, or no
     * broker answers.
     */
    private boolean begin() throws InterruptedException {
        if (group != null) {
            kafka.subscribe(subscriptions.keySet(), new Handover());
            return true;
        }
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : subscriptions.keySet()) {
            List<PartitionInfo> partitions = partitionsOf(topic);
            if (partitions.isEmpty()) {
                Thread.sleep(IDLE);
                return false;
            }
            partitions.forEach(one -> all.add(new TopicPartition(topic, one.partition())));
        }
        kafka.assign(all);
        kafka.seekToBeginning(all);
        return true;
    }

    /** None while they cannot be known. */
    private List<PartitionInfo> partitionsOf(String topic) {
        try {
            List<PartitionInfo> known = kafka.partitionsFor(topic);
            return known == null ? List.of() : known;
        } catch (RetriableException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The partitions of " + topic + " are not known.",
                    e);
            return List.of();
        }
    }

    private void turn() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = kafka.poll(untilDue());
        long end = nanoTime.getAsLong() + BATCH.toNanos();
        for (TopicPartition partition : records.partitions()) {
            handle(partition, records.records(partition), end);
        }
        commit();
        tellCaughtUp();
    }

    /** Lets those partitions go on whose pause is over; the time until the next pause is. */
    private Duration untilDue() {
        long now = nanoTime.getAsLong();
        long wait = IDLE.toNanos();
        Set<TopicPartition> paused = kafka.paused();
        for (Map.Entry<TopicPartition, Waiting> one : waiting.entrySet()) {
            long left = one.getValue().until() - now;
            if (left > 0) {
                wait = Math.min(wait, left);
            } else if (paused.contains(one.getKey())) {
                kafka.resume(List.of(one.getKey()));
            }
        }
        return Duration.ofNanos(wait);
    }

    private void handle(
            TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long end)
            throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> entry : records) {
            if (closing || nanoTime.getAsLong() - end > 0) {
                kafka.seek(partition, entry.offset());
                return;
            }
            if (!isDone(partition, entry)) {
                kafka.seek(partition, entry.offset());
                kafka.pause(List.of(partition));
                return;
            }
            waiting.remove(partition);
            handledTo.put(
                    partition, new OffsetAndMetadata(entry.offset() + 1, entry.leaderEpoch(), ""));
        }
    }

    /** Handles a record or gives it up; false if it has to be tried again. */
    private boolean isDone(TopicPartition partition, ConsumerRecord<byte[], byte[]> entry)
            throws InterruptedException {
        Waiting before = waiting.get(partition);
        if (before != null && before.offset() != entry.offset()) {
            before = null;
        }
        int failures = before == null ? 0 : before.failures();
        GivenUp lost = before == null ? null : before.givenUp();
        try {
            if (lost == null) {
                lost = tried(entry, failures);
            }
            if (lost != null) {
                deadLetters.handle(lost);
                givenUp.incrementAndGet();
            }
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            Duration pause = backoff.after(failures + 1);
            LOG.log(
                    failures == 0 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    () -> Received.origin(entry) + " is tried again in " + pause,
                    e);
            long until = nanoTime.getAsLong() + pause.toNanos();
            waiting.put(partition, new Waiting(entry.offset(), failures + 1, until, lost));
            return false;
        }
    }

    /** What there is to give up, or null if the handler has returned. */
    private @Nullable GivenUp tried(ConsumerRecord<byte[], byte[]> entry, int failures)
            throws Exception {
        Subscription<?> subscription = subscriptions.get(entry.topic());
        if (subscription == null) {
            throw new IllegalStateException("not subscribed: " + entry.topic());
        }
        return tried(subscription, entry, failures);
    }

    private <E> @Nullable GivenUp tried(
            Subscription<E> subscription, ConsumerRecord<byte[], byte[]> entry, int failures)
            throws Exception {
        switch (read(subscription.stream(), entry)) {
            case Decoded.Event<E>(E event) -> {
                try {
                    subscription.handle(event, entry);
                    handled.incrementAndGet();
                    return null;
                } catch (UnavailableException | InterruptedException | InterruptException e) {
                    throw e;
                } catch (Exception e) {
                    if (failures + 1 < attempts) {
                        throw e;
                    }
                    DeadLetter.Origin origin = Received.origin(entry);
                    return new GivenUp.NotApplied(
                            origin,
                            DeadLetter.of(origin, entry.key(), entry.value(), entry.headers(), e),
                            e,
                            failures + 1);
                }
            }
            case Decoded.Malformed<E>(String reason, _) -> {
                return unreadable(entry, reason);
            }
            case Decoded.Tombstone<E> _ -> {
                return unreadable(entry, "no value");
            }
        }
    }

    /** What no reader has foreseen is no reason to wait: the record stays as it is. */
    private <E> Decoded<E> read(EventStream<E> stream, ConsumerRecord<byte[], byte[]> entry) {
        try {
            return stream.read(entry.key(), entry.value(), Received.clock(entry).plus(clockOffset));
        } catch (RuntimeException e) {
            return new Decoded.Malformed<>("not read: " + e, e);
        }
    }

    private static GivenUp unreadable(ConsumerRecord<byte[], byte[]> entry, String reason) {
        DeadLetter.Origin origin = Received.origin(entry);
        return new GivenUp.Unreadable(
                origin, DeadLetter.of(origin, entry.key(), entry.value(), entry.headers(), reason));
    }

    private void commit() {
        if (group == null || handledTo.isEmpty()) {
            return;
        }
        try {
            kafka.commitSync(handledTo);
            handledTo.clear();
        } catch (CommitFailedException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Another member has the partitions, and repeats some events.",
                    e);
            handledTo.clear();
        } catch (RetriableException | RebalanceInProgressException e) {
            // While partitions move, a member keeps those that stay: it commits after the next
            // poll.
            LOG.log(System.Logger.Level.DEBUG, "Offsets are committed later.", e);
        }
    }

    private void tellCaughtUp() {
        if (caughtUp == null || toldCaughtUp || kafka.assignment().isEmpty()) {
            return;
        }
        for (TopicPartition partition : kafka.assignment()) {
            OptionalLong lag = kafka.currentLag(partition);
            if (lag.isEmpty() || lag.getAsLong() > 0) {
                return;
            }
        }
        toldCaughtUp = true;
        caughtUp.run();
    }

    private void end() {
        try {
            try {
                commit();
            } catch (WakeupException _) {
                // close() came while nobody polled; the second time nothing wakes it up.
                commit();
            }
        } finally {
            kafka.close(CloseOptions.timeout(END));
        }
    }

    /** Partitions come and go. */
    private final class Handover implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
            forget(partitions);
        }

        /** Others have them already. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // They begin where their last member committed.
        }

        private void forget(Collection<TopicPartition> partitions) {
            handledTo.keySet().removeAll(partitions);
            waiting.keySet().removeAll(partitions);
        }
    }

    /** What a consumer reads, and what it does with it. */
    public static final class Builder {

        /** What the guarantees stand on. */
        private static final Map<String, Object> FIXED =
                Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class,
                        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class);

        private final Map<String, Object> settings = new HashMap<>();
        private final Map<Topic, Subscription<?>> streams = new HashMap<>();
        private String prefix = "papertide.";
        private @Nullable String group;
        private GivenUp.Handler deadLetters = Builder::log;
        private @Nullable Runnable caughtUp;
        private int attempts = ATTEMPTS;
        private Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
        private Duration clockOffset = Duration.ZERO;

        private Builder(String bootstrapServers) {
            settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
            settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        }

        /**
         * The name under which several processes share the partitions, and under which each goes on
         * where it was. Without one, the consumer reads every partition from its beginning, each
         * time it starts, and commits nothing: right for a table in memory.
         */
        public Builder group(String name) {
            this.group = name;
            return this;
        }

        /** What stands in front of each topic's name; {@code papertide.} unless told otherwise. */
        public Builder prefix(String topicPrefix) {
            this.prefix = topicPrefix;
            return this;
        }

        /**
         * Reads a stream. Each stream has one handler.
         *
         * @throws IllegalArgumentException if it has one already
         */
        public <E> Builder on(EventStream<E> stream, Handler<E> handler) {
            if (streams.putIfAbsent(stream.topic(), new Subscription<>(stream, handler)) != null) {
                throw new IllegalArgumentException(stream + " has a handler");
            }
            return this;
        }

        /** Who gets what cannot be read or applied. By default each is logged as a warning. */
        public Builder onDeadLetter(GivenUp.Handler handler) {
            this.deadLetters = handler;
            return this;
        }

        /**
         * Called once, when all that waited at the start has been handled: a table is complete
         * then.
         */
        public Builder onCaughtUp(Runnable action) {
            this.caughtUp = action;
            return this;
        }

        /**
         * How many times a handler is tried with an event.
         *
         * @throws IllegalArgumentException if it is not from 1 to 100
         */
        public Builder attempts(int most) {
            if (most < 1 || most > 100) {
                throw new IllegalArgumentException("attempts: not from 1 to 100: " + most);
            }
            this.attempts = most;
            return this;
        }

        /**
         * The pause after the first failure, which doubles with each further one, and the longest.
         *
         * @throws IllegalArgumentException if the first is not above zero, or above the longest
         */
        public Builder backoff(Duration first, Duration longest) {
            this.backoff = new Backoff(first, longest);
            return this;
        }

        /**
         * How far the services' clock is ahead of the machines', where {@code
         * papertide.clock.offset} says so; zero unless told otherwise. Revisions are compared with
         * that clock.
         */
        public Builder clockOffset(Duration ahead) {
            this.clockOffset = ahead;
            return this;
        }

        /**
         * A setting of Kafka's client, such as {@code security.protocol}, or {@code
         * auto.offset.reset} with {@code latest} for a new group that wants no past.
         *
         * @throws IllegalArgumentException if the consumer's guarantees stand on it
         */
        public Builder set(String name, String value) {
            if (FIXED.containsKey(name) || name.equals(ConsumerConfig.GROUP_ID_CONFIG)) {
                throw new IllegalArgumentException(name + " is not to be set");
            }
            settings.put(name, value);
            return this;
        }

        /**
         * The consumer; it connects when it runs.
         *
         * @throws IllegalArgumentException if no stream has a handler
         * @throws org.apache.kafka.common.KafkaException if a setting is wrong
         */
        public PapertideConsumer build() {
            return build(KafkaConsumer::new, System::nanoTime);
        }

        PapertideConsumer build(
                Function<Map<String, Object>, Consumer<byte[], byte[]>> kafka,
                LongSupplier nanoTime) {
            if (streams.isEmpty()) {
                throw new IllegalArgumentException("no stream has a handler");
            }
            Map<String, Object> all = new HashMap<>(settings);
            all.putAll(FIXED);
            if (group != null) {
                all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            }
            return new PapertideConsumer(this, kafka.apply(all), nanoTime);
        }

        GivenUp.Handler deadLetters() {
            return deadLetters;
        }

        String prefix() {
            return prefix;
        }

        Set<Topic> topics() {
            return Set.copyOf(streams.keySet());
        }

        private Map<String, Subscription<?>> subscriptions() {
            Map<String, Subscription<?>> byName = new HashMap<>();
            streams.forEach((topic, one) -> byName.put(prefix + topic.baseName(), one));
            return byName;
        }

        private static void log(GivenUp lost) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> lost.origin() + " is given up: " + lost.letter().reason());
        }
    }
}
