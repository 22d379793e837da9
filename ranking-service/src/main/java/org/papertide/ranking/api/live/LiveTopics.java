package org.papertide.ranking.api.live;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topics;
import org.papertide.platform.guard.FairPlaces;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.ranking.api.parameter.LivePosition;
import org.papertide.ranking.api.parameter.LiveStream;
import org.papertide.ranking.api.readmodel.LiveClients;

/**
 * Reads the topics that live clients follow: one reader of what comes, while there is a client, and
 * short looks into the past for those who come back.
 */
@Singleton
class LiveTopics {

    private static final String CHANGE = "events";

    /** Of one answer of Kafka, and of one look into the past. */
    private static final int FETCH_BYTES = 4 * 1024 * 1024;

    private static final int MAX_PAST_EVENTS = 500;

    private static final Duration POLL = Duration.ofMillis(300);

    /** Looks into the past at a time, one of an address: others come back as well. */
    private static final int PLACES = 4;

    private static final int PLACES_PER_ADDRESS = 1;

    /**
     * Clients of an address that wait for a place. By default an address has fewer live clients.
     */
    private static final int WAITING_PER_ADDRESS = 100;

    /** How long a client waits for a place, and a piece of the past may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration NOBODY = Duration.ofHours(1);

    private final Function<String, Consumer<byte[], byte[]>> consumers;
    private final Topics topics;
    private final LiveLog log;
    private final LiveClients clients;
    private final AtomicInteger followers = new AtomicInteger();
    private final FairPlaces places =
            new FairPlaces(PLACES, PLACES_PER_ADDRESS, WAITING_PER_ADDRESS);
    private @Nullable Loop loop;

    /** Used by the loop alone. */
    private @Nullable Consumer<byte[], byte[]> consumer;

    @Inject
    LiveTopics(KafkaClients kafka, Topics topics, LiveLog log, LiveClients clients) {
        this(name -> open(kafka, name), topics, log, clients);
    }

    /**
     * @param consumers makes a consumer of this name, that no group shares
     */
    LiveTopics(
            Function<String, Consumer<byte[], byte[]>> consumers,
            Topics topics,
            LiveLog log,
            LiveClients clients) {
        this.consumers = consumers;
        this.topics = topics;
        this.log = log;
        this.clients = clients;
    }

    /**
     * A piece of the past.
     *
     * @param events that a filter takes, in the order of each partition
     * @param gone the streams of which events were missed: they are not kept any more
     * @param begin where the look began
     * @param end where it ended
     * @param complete whether it came to where it was to end
     */
    record Past(
            List<LiveEvent> events,
            Set<LiveStream> gone,
            LivePosition begin,
            LivePosition end,
            boolean complete) {

        Past {
            events = List.copyOf(events);
            gone = Set.copyOf(gone);
        }
    }

    void start(@Observes StartupEvent event) {
        loop = new Loop("live events", this::turn);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
        closeConsumer();
    }

    /** Wakes those who wait for events under this name. */
    String change() {
        return CHANGE;
    }

    /** A client follows the topics from now on. */
    void follow() {
        if (followers.incrementAndGet() == 1 && loop != null) {
            loop.wake();
        }
    }

    /** A client has gone. */
    void leave() {
        followers.decrementAndGet();
    }

    private Duration turn() {
        if (followers.get() == 0) {
            if (consumer != null) {
                log.end();
                closeConsumer();
            }
            return NOBODY;
        }
        try {
            if (consumer == null) {
                Consumer<byte[], byte[]> opened = consumers.apply("live");
                consumer = opened;
                List<TopicPartition> all = partitions(EnumSet.allOf(LiveStream.class));
                opened.assign(all);
                opened.seekToEnd(all);
                log.begin(position(opened, all));
            }
            readOn(Objects.requireNonNull(consumer));
            return Duration.ZERO;
        } catch (RuntimeException e) {
            log.end();
            closeConsumer();
            throw e;
        }
    }

    private void readOn(Consumer<byte[], byte[]> poller) {
        List<LiveEvent> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> taken : poller.poll(POLL)) {
            LiveEvent.of(stream(taken.topic()), taken, LiveFilter.all()).ifPresent(events::add);
        }
        log.append(events, position(poller, poller.assignment()));
        if (!events.isEmpty()) {
            clients.changed(CHANGE);
        }
    }

    /**
     * Reads what lies between two positions, a piece of it at a time. The piece ends early when the
     * client has gone, and when it takes too long.
     *
     * @throws UnavailableException while too many others read the past
     */
    Past past(
            LivePosition from,
            LivePosition until,
            LiveFilter filter,
            LiveClients.Connection connection)
            throws InterruptedException {
        return switch (places.take(connection.address(), PATIENCE)) {
            case FairPlaces.Place place -> {
                try (place) {
                    yield read(from, until, filter, connection);
                }
            }
            case FairPlaces.Refusal _ ->
                    throw new UnavailableException("Too many live clients come back at once.");
        };
    }

    private Past read(
            LivePosition from,
            LivePosition until,
            LiveFilter filter,
            LiveClients.Connection connection) {
        try (Consumer<byte[], byte[]> poller = consumers.apply("live-past")) {
            List<TopicPartition> all = partitions(filter.streams());
            poller.assign(all);
            LivePosition at = from.copy();
            Set<LiveStream> gone = seek(poller, all, at);
            LivePosition begin = at.copy();
            List<LiveEvent> events = new ArrayList<>();
            long bytes = 0;
            long start = System.nanoTime();
            while (events.size() < MAX_PAST_EVENTS
                    && bytes < FETCH_BYTES
                    && System.nanoTime() - start < PATIENCE.toNanos()
                    && !connection.isClosed()
                    && !isAt(poller, all, until)) {
                for (ConsumerRecord<byte[], byte[]> taken : poller.poll(POLL)) {
                    LiveStream stream = stream(taken.topic());
                    bytes += taken.serializedValueSize();
                    if (taken.offset() < until.offset(stream, taken.partition())) {
                        LiveEvent.of(stream, taken, filter).ifPresent(events::add);
                    }
                }
            }
            for (TopicPartition each : all) {
                LiveStream stream = stream(each.topic());
                long end = until.offset(stream, each.partition());
                long begun = at.offset(stream, each.partition());
                long reached = Math.max(begun, Math.min(poller.position(each), end));
                at.set(stream, each.partition(), reached);
            }
            return new Past(events, gone, begin, at, isAt(poller, all, until));
        }
    }

    /** Where events are not kept any more, or the topic is another one, from what there is. */
    private Set<LiveStream> seek(
            Consumer<byte[], byte[]> poller, List<TopicPartition> all, LivePosition at) {
        Set<LiveStream> gone = EnumSet.noneOf(LiveStream.class);
        Map<TopicPartition, Long> begins = poller.beginningOffsets(all);
        Map<TopicPartition, Long> ends = poller.endOffsets(all);
        for (TopicPartition each : all) {
            LiveStream stream = stream(each.topic());
            long offset = at.offset(stream, each.partition());
            long begin = begins.getOrDefault(each, 0L);
            if (offset < begin || offset > ends.getOrDefault(each, 0L)) {
                gone.add(stream);
                at.set(stream, each.partition(), begin);
            }
            poller.seek(each, at.offset(stream, each.partition()));
        }
        return gone;
    }

    private boolean isAt(
            Consumer<byte[], byte[]> poller, List<TopicPartition> all, LivePosition until) {
        return all.stream()
                .allMatch(each ->
                        poller.position(each)
                                >= until.offset(stream(each.topic()), each.partition()));
    }

    private LivePosition position(Consumer<byte[], byte[]> poller, Collection<TopicPartition> all) {
        LivePosition position = LivePosition.none();
        for (LiveStream stream : LiveStream.values()) {
            position.put(stream, new long[topics.partitions()]);
        }
        for (TopicPartition each : all) {
            position.set(stream(each.topic()), each.partition(), poller.position(each));
        }
        return position;
    }

    private List<TopicPartition> partitions(Set<LiveStream> streams) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (LiveStream stream : streams) {
            for (int i = 0; i < topics.partitions(); i++) {
                partitions.add(new TopicPartition(topics.name(stream.topic()), i));
            }
        }
        return partitions;
    }

    private LiveStream stream(String topic) {
        return topic.equals(topics.name(LiveStream.SCORES.topic()))
                ? LiveStream.SCORES
                : LiveStream.BREAKOUTS;
    }

    private static Consumer<byte[], byte[]> open(KafkaClients kafka, String name) {
        return new KafkaConsumer<>(
                kafka.consumer(name, Map.of(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private void closeConsumer() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }
}
