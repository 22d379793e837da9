package org.papertide.ranking.stream;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.Progress;
import org.papertide.platform.loop.ReadDelay;
import org.papertide.platform.loop.StreamMeters;

/**
 * Watches a stream: how far it is behind, for the operators, and whether it moves while there is
 * work, for {@link StreamClient#state}.
 *
 * <p>A task moves if what it has committed does; the records that a thread has read say nothing, as
 * a thread that dies at one of them is replaced and reads them again. The stores that each replica
 * fills for itself commit nothing: they move if they read.
 */
public final class StreamWatch implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final String FETCHING = "consumer-fetch-manager-metrics";

    /** Looks after which a task that is nowhere to be seen is another replica's. */
    private static final int ABSENT = 30;

    private final Supplier<Optional<KafkaStreams>> streams;
    private final Progress progress;
    private final ReadDelay delay;
    private final Map<String, Topic> topics = new HashMap<>();
    private final Map<String, Integer> absent = new HashMap<>();
    private volatile Map<Topic, Long> lag = Map.of();
    private @Nullable Loop looking;

    /**
     * Registers the gauges; {@link #start} begins to look.
     *
     * @param delay told of each record by the stream itself
     * @param stream its name, a tag of the gauges
     * @param read the topics it reads
     */
    public StreamWatch(
            StreamClient client,
            ReadDelay delay,
            String stream,
            Topics names,
            List<Topic> read,
            MeterRegistry registry) {
        this(client::findStreams, client.progress(), delay, stream, names, read, registry);
    }

    StreamWatch(
            Supplier<Optional<KafkaStreams>> streams,
            Progress progress,
            ReadDelay delay,
            String stream,
            Topics names,
            List<Topic> read,
            MeterRegistry registry) {
        this.streams = streams;
        this.progress = progress;
        this.delay = delay;
        StreamMeters meters = new StreamMeters(stream, registry).standstill(progress);
        for (Topic topic : read) {
            topics.put(names.name(topic), topic);
            meters.lag(topic.baseName(), () -> lag.getOrDefault(topic, 0L))
                    .delay(topic.baseName(), () -> delay.seconds(names.name(topic)));
        }
    }

    /** Begins to look. */
    public void start() {
        looking = Loop.every(LOOK, "stream watch", this::look);
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.interrupt();
        }
    }

    private void look() {
        streams.get().ifPresent(this::look);
    }

    private void look(KafkaStreams running) {
        try {
            note(running.metrics(), running.metadataForLocalThreads());
        } catch (IllegalStateException _) {
            // It starts or stops: the client's state says so.
        }
    }

    /** Notes what was seen at one look. */
    void note(Map<MetricName, ? extends Metric> metrics, Set<ThreadMetadata> threads) {
        lag = lag(metrics);
        if (threads.isEmpty()) {
            progress.note("stores", read(metrics), sum(lag));
        } else {
            threads.forEach(thread -> thread.activeTasks().forEach(this::note));
            forgetAbsent(threads);
        }
    }

    private void note(TaskMetadata task) {
        long done = 0;
        long left = 0;
        for (Map.Entry<TopicPartition, Long> end : task.endOffsets().entrySet()) {
            long committed = Math.max(0, task.committedOffsets().getOrDefault(end.getKey(), 0L));
            done += committed;
            left += Math.max(0, end.getValue() - committed);
        }
        progress.note(name(task), done, left);
    }

    /** A task whose thread has died is somebody's again within seconds. */
    private void forgetAbsent(Set<ThreadMetadata> threads) {
        absent.replaceAll((_, looks) -> looks + 1);
        threads.forEach(thread -> thread.activeTasks().forEach(task -> absent.put(name(task), 0)));
        absent.values().removeIf(looks -> looks > ABSENT);
        progress.keepOnly(absent.keySet());
    }

    private static String name(TaskMetadata task) {
        return "task " + task.taskId();
    }

    /** By topic; 0 where nothing is known. */
    private Map<Topic, Long> lag(Map<MetricName, ? extends Metric> metrics) {
        // By topic and partition, as the client reports each of them under two spellings.
        Map<TopicPartition, Long> byPartition = new HashMap<>();
        metrics.forEach((name, metric) -> {
            String topic = name.tags().get("topic");
            String partition = name.tags().get("partition");
            if (name.name().equals("records-lag")
                    && name.group().equals(FETCHING)
                    && topics.containsKey(topic)
                    && partition != null
                    && metric.metricValue() instanceof Double value
                    && value >= 0) {
                byPartition.merge(
                        new TopicPartition(topic, Integer.parseInt(partition)),
                        value.longValue(),
                        Math::max);
            }
        });
        Map<Topic, Long> byTopic = new HashMap<>();
        byPartition.forEach((partition, left) -> {
            delay.left(partition.topic(), partition.partition(), left);
            Topic topic = topics.get(partition.topic());
            if (topic != null) {
                byTopic.merge(topic, left, Long::sum);
            }
        });
        delay.keepOnly(byPartition.keySet());
        return byTopic;
    }

    private static long read(Map<MetricName, ? extends Metric> metrics) {
        double read = 0;
        for (Map.Entry<MetricName, ? extends Metric> each : metrics.entrySet()) {
            if (each.getKey().name().equals("records-consumed-total")
                    && each.getKey().group().equals(FETCHING)
                    && !each.getKey().tags().containsKey("topic")
                    && each.getValue().metricValue() instanceof Double value) {
                read += value;
            }
        }
        return (long) read;
    }

    private static long sum(Map<Topic, Long> lag) {
        return lag.values().stream().mapToLong(Long::longValue).sum();
    }
}
