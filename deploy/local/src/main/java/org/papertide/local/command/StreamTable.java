package org.papertide.local.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** The table of topics with the records written to each, and of the lag of their readers. */
final class StreamTable {

    private final String bootstrap;
    private final int timeout;

    /**
     * @param timeout of the answer to each question
     */
    StreamTable(String bootstrap, Duration timeout) {
        this.bootstrap = bootstrap;
        this.timeout = (int) timeout.toMillis();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("topics (records written, in all)"));
        Map<String, Object> settings =
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
        try (Admin admin = Admin.create(settings)) {
            Map<TopicPartition, Long> ends = ends(admin);
            Map<String, Long> written = new TreeMap<>();
            ends.forEach((partition, end) -> written.merge(partition.topic(), end, Long::sum));
            written.forEach((topic, count) -> {
                // The internal topics of Kafka Streams are left out.
                if (!topic.contains("-changelog") && !topic.contains("-repartition")) {
                    lines.add("  %-32s %,d".formatted(topic, count));
                }
            });
            lines.add("lag (records not yet read)");
            lag(admin, ends)
                    .forEach(
                            (reader, behind) -> lines.add("  %-60s %,d".formatted(reader, behind)));
        } catch (ExecutionException | TimeoutException e) {
            lines.add("  not known: Kafka does not answer at " + bootstrap);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return lines;
    }

    private Map<TopicPartition, Long> ends(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        var names = new TreeSet<>(admin.listTopics().names().get(timeout, TimeUnit.MILLISECONDS));
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicDescription topic :
                admin.describeTopics(names)
                        .allTopicNames()
                        .get(timeout, TimeUnit.MILLISECONDS)
                        .values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                wanted.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(wanted).all().get(timeout, TimeUnit.MILLISECONDS).entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    private Map<String, Long> lag(Admin admin, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new TreeMap<>();
        for (GroupListing group : admin.listGroups().all().get(timeout, TimeUnit.MILLISECONDS)) {
            groups.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
        }
        Map<String, Long> lag = new TreeMap<>();
        if (groups.isEmpty()) {
            return lag;
        }
        Map<String, Map<TopicPartition, OffsetAndMetadata>> read =
                admin.listConsumerGroupOffsets(groups).all().get(timeout, TimeUnit.MILLISECONDS);
        read.forEach((group, offsets) ->
                offsets.forEach((partition, offset) -> {
                    if (offset != null && !partition.topic().contains("-repartition")) {
                        long behind = ends.getOrDefault(partition, 0L) - offset.offset();
                        lag.merge(
                                group + " on " + partition.topic(), Math.max(0, behind), Long::sum);
                    }
                }));
        return lag;
    }
}
