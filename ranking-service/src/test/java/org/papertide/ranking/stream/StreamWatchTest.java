package org.papertide.ranking.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.Progress;
import org.papertide.platform.loop.ReadDelay;

/** What a stream tells of itself, and what follows from it. */
class StreamWatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Topics TOPICS = new Topics("t.", 4, (short) 1);

    private final AtomicLong nanos = new AtomicLong();
    private final Progress progress = new Progress(LIMIT, nanos::get);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StreamWatch watch =
            new StreamWatch(
                    Optional::empty,
                    progress,
                    new ReadDelay(),
                    "ranking",
                    TOPICS,
                    List.of(Topic.PAPERS, Topic.SIGNALS),
                    registry);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void standsStillWhileATaskCommitsNothingThoughRecordsWait() {
        watch.note(Map.of(), Set.of(thread(task(3, 10, 12))));
        pass(LIMIT);
        // It has read more, and still commits nothing.
        watch.note(Map.of(), Set.of(thread(task(3, 10, 15))));
        assertThat(progress.findStandstill()).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(progress.findStandstill())
                .contains(new Progress.Standstill("task 0_3", 5, LIMIT.plusNanos(1)));
        assertThat(registry.get("papertide.stream.standstill").gauge().value()).isEqualTo(30);

        watch.note(Map.of(), Set.of(thread(task(3, 11, 15))));

        assertThat(progress.findStandstill()).isEmpty();
        assertThat(registry.get("papertide.stream.standstill").gauge().value()).isZero();
    }

    @Test
    void nothingThatWaitsIsNoStandstill() {
        watch.note(Map.of(), Set.of(thread(task(0, 10, 10), task(1, -1, 0))));
        pass(LIMIT.multipliedBy(5));
        watch.note(Map.of(), Set.of(thread(task(0, 10, 10), task(1, -1, 0))));
        assertThat(progress.findStandstill()).isEmpty();
    }

    @Test
    void aTaskWhoseThreadDiedStandsUntilItIsAnotherReplicas() {
        watch.note(Map.of(), Set.of(thread(task(0, 1, 9)), thread(task(1, 1, 1))));
        pass(LIMIT.plusSeconds(1));
        for (int looks = 0; looks < 30; looks++) {
            watch.note(Map.of(), Set.of(thread(task(1, 1, 1))));
            assertThat(progress.findStandstill())
                    .hasValueSatisfying(each -> assertThat(each.worker()).isEqualTo("task 0_0"));
        }
        watch.note(Map.of(), Set.of(thread(task(1, 1, 1))));
        assertThat(progress.findStandstill()).isEmpty();
    }

    @Test
    void storesStandStillIfTheyReadNothingThoughTheyAreBehind() {
        watch.note(fetched(100, lag(Topic.PAPERS, 0, 7)), Set.of());
        pass(LIMIT.plusSeconds(1));
        watch.note(fetched(100, lag(Topic.PAPERS, 0, 7)), Set.of());
        assertThat(progress.findStandstill())
                .hasValueSatisfying(each -> {
                    assertThat(each.worker()).isEqualTo("stores");
                    assertThat(each.left()).isEqualTo(7);
                });
        watch.note(fetched(101, lag(Topic.PAPERS, 0, 6)), Set.of());
        assertThat(progress.findStandstill()).isEmpty();
    }

    @Test
    void countsTheLagOfEachTopicOnce() {
        Map<MetricName, Metric> metrics = fetched(1, lag(Topic.PAPERS, 0, 7));
        metrics.putAll(lag(Topic.PAPERS, 1, 5));
        metrics.putAll(lag(Topic.SIGNALS, 0, 2));
        metrics.putAll(lag(Topic.SCORES, 0, 1_000));
        // The client tells a partition's lag under a second spelling of its topic, too.
        put(metrics, "records-lag", partition(Topic.PAPERS, 0, "second"), 6.0);
        put(metrics, "records-lag", partition(Topic.PAPERS, 2, "client"), Double.NaN);

        watch.note(metrics, Set.of(thread(task(0, 1, 1))));

        assertThat(lagOf(Topic.PAPERS)).isEqualTo(12);
        assertThat(lagOf(Topic.SIGNALS)).isEqualTo(2);
    }

    private double lagOf(Topic topic) {
        return registry.get("papertide.stream.lag").tag("topic", topic.baseName()).gauge().value();
    }

    private static Map<MetricName, Metric> fetched(double records, Map<MetricName, Metric> more) {
        Map<MetricName, Metric> metrics = new HashMap<>(more);
        put(metrics, "records-consumed-total", Map.of("client-id", "client"), records);
        return metrics;
    }

    private static Map<MetricName, Metric> lag(Topic topic, int partition, double records) {
        Map<MetricName, Metric> metrics = new HashMap<>();
        put(metrics, "records-lag", partition(topic, partition, "client"), records);
        return metrics;
    }

    private static Map<String, String> partition(Topic topic, int partition, String client) {
        return Map.of(
                "client-id", client,
                "topic", TOPICS.name(topic),
                "partition", Integer.toString(partition));
    }

    private static void put(
            Map<MetricName, Metric> metrics, String name, Map<String, String> tags, double value) {
        MetricName full = new MetricName(name, "consumer-fetch-manager-metrics", "", tags);
        metrics.put(full, new FetchMetric(full, value));
    }

    private record FetchMetric(MetricName metricName, Object metricValue) implements Metric {}

    private static TaskMetadata task(int partition, long committed, long end) {
        TopicPartition read = new TopicPartition(TOPICS.name(Topic.SIGNALS), partition);
        return new Task(
                new TaskId(0, partition),
                Set.of(read),
                Map.of(read, committed),
                Map.of(read, end),
                Optional.empty());
    }

    private static ThreadMetadata thread(TaskMetadata... tasks) {
        return new StreamThread("thread", "RUNNING", Set.of(tasks), Set.of(), "", "", Set.of(), "");
    }

    private record Task(
            TaskId taskId,
            Set<TopicPartition> topicPartitions,
            Map<TopicPartition, Long> committedOffsets,
            Map<TopicPartition, Long> endOffsets,
            Optional<Long> timeCurrentIdlingStarted)
            implements TaskMetadata {}

    private record StreamThread(
            String threadName,
            String threadState,
            Set<TaskMetadata> activeTasks,
            Set<TaskMetadata> standbyTasks,
            String consumerClientId,
            String restoreConsumerClientId,
            Set<String> producerClientIds,
            String adminClientId)
            implements ThreadMetadata {}
}
