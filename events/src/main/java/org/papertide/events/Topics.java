package org.papertide.events;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics of one installation: their full names, and how they are created or verified.
 *
 * @param prefix in front of every name, such as {@code papertide.}
 * @param partitions of every topic; papers, signals, scores and ticks must agree, for they are
 *     joined by key
 * @param replication copies of each partition
 */
public record Topics(String prefix, int partitions, short replication) {

    public Topics {
        Require.atLeast("partitions", partitions, 1);
        Require.atLeast("replication", replication, 1);
    }

    /** The full name of a topic, such as {@code papertide.papers.v1}. */
    public String name(Topic topic) {
        return prefix + topic.baseName();
    }

    /**
     * Creates those of the topics that are missing and verifies the others' partitions.
     *
     * @throws IllegalStateException if a topic that others are joined with has another number of
     *     partitions
     * @throws org.apache.kafka.common.KafkaException if the broker cannot be asked, now
     * @throws InterruptedException if interrupted while waiting for the broker
     */
    public void createOrVerify(Admin admin, Collection<Topic> wanted) throws InterruptedException {
        Map<Topic, KafkaFuture<Void>> created = new EnumMap<>(Topic.class);
        List<NewTopic> topics = wanted.stream().map(this::newTopic).toList();
        Map<String, KafkaFuture<Void>> results = admin.createTopics(topics).values();
        for (Topic topic : wanted) {
            created.put(topic, results.get(name(topic)));
        }
        for (Map.Entry<Topic, KafkaFuture<Void>> entry : created.entrySet()) {
            try {
                entry.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw asUnchecked(e);
                }
                verify(admin, entry.getKey());
            }
        }
    }

    private void verify(Admin admin, Topic topic) throws InterruptedException {
        String name = name(topic);
        try {
            TopicDescription description =
                    admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
            int found = description == null ? 0 : description.partitions().size();
            if (found != partitions) {
                throw new IllegalStateException(
                        "topic %s has %d partitions, the setting says %d"
                                .formatted(name, found, partitions));
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                // Created by another service a moment ago, and not known everywhere yet.
                return;
            }
            throw asUnchecked(e);
        }
    }

    private NewTopic newTopic(Topic topic) {
        return new NewTopic(name(topic), partitions, replication).configs(topic.settings());
    }

    private static RuntimeException asUnchecked(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e.getCause());
    }
}
