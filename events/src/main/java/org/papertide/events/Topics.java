package org.papertide.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The topics of one installation: their full names, and how they are created or verified.
 *
 * @param prefix in front of every name, such as {@code papertide.}
 * @param partitions of every topic; papers, signals, scores and ticks must agree, for they are
 *     joined by key
 * @param replication copies of each partition
 */
public record Topics(String prefix, int partitions, short replication) {

    private static final String LIMIT = "max.message.bytes";

    public Topics {
        Require.atLeast("partitions", partitions, 1);
        Require.atLeast("replication", replication, 1);
    }

    /** The full name of a topic, such as {@code papertide.papers.v1}. */
    public String name(Topic topic) {
        return prefix + topic.baseName();
    }

    /**
     * Creates those of the topics that are missing, verifies the others' partitions, and gives them
     * the settings of this release: those that nobody has set, and a limit that is too low. What an
     * operator has set stays. An installation that may not change topics goes on without, and one
     * that may not create topics finds them made by others.
     *
     * @throws IllegalStateException if a topic that others are joined with has another number of
     *     partitions, or is missing and may not be created
     * @throws org.apache.kafka.common.KafkaException if the broker cannot be asked, now
     * @throws InterruptedException if interrupted while waiting for the broker
     */
    public void createOrVerify(Admin admin, Collection<Topic> wanted) throws InterruptedException {
        Map<Topic, KafkaFuture<Void>> created = new EnumMap<>(Topic.class);
        List<Topic> existing = new ArrayList<>();
        List<NewTopic> topics = wanted.stream().map(this::newTopic).toList();
        Map<String, KafkaFuture<Void>> results = admin.createTopics(topics).values();
        for (Topic topic : wanted) {
            created.put(topic, results.get(name(topic)));
        }
        for (Map.Entry<Topic, KafkaFuture<Void>> entry : created.entrySet()) {
            try {
                entry.getValue().get();
            } catch (ExecutionException e) {
                // Brokers look at the right before they look whether there is something to do.
                boolean mayNot = e.getCause() instanceof AuthorizationException;
                if (!mayNot && !(e.getCause() instanceof TopicExistsException)) {
                    throw asUnchecked(e);
                }
                verify(admin, entry.getKey(), mayNot);
                existing.add(entry.getKey());
            }
        }
        if (!existing.isEmpty()) {
            adjust(admin, existing);
        }
    }

    private void adjust(Admin admin, List<Topic> existing) throws InterruptedException {
        Map<ConfigResource, Topic> resources = new HashMap<>();
        for (Topic topic : existing) {
            resources.put(new ConfigResource(ConfigResource.Type.TOPIC, name(topic)), topic);
        }
        try {
            Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
            admin.describeConfigs(resources.keySet())
                    .all()
                    .get()
                    .forEach((resource, found) -> {
                        Topic topic = resources.get(resource);
                        List<AlterConfigOp> own = topic == null ? List.of() : changes(topic, found);
                        if (!own.isEmpty()) {
                            changes.put(resource, own);
                        }
                    });
            if (!changes.isEmpty()) {
                admin.incrementalAlterConfigs(changes).all().get();
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException
                    || e.getCause() instanceof UnsupportedVersionException
                    || e.getCause() instanceof PolicyViolationException
                    || e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw asUnchecked(e);
            }
        }
    }

    /** What is not as {@link Topic#settings} has it, and was not decided by anybody. */
    static List<AlterConfigOp> changes(Topic topic, Config found) {
        List<AlterConfigOp> changes = new ArrayList<>();
        topic.settings()
                .forEach((name, wanted) -> {
                    ConfigEntry entry = found.get(name);
                    if (entry == null || wanted.equals(entry.value())) {
                        return;
                    }
                    boolean undecided =
                            entry.source() != ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
                    boolean tooLow =
                            name.equals(LIMIT)
                                    && Long.parseLong(entry.value()) < Long.parseLong(wanted);
                    if (undecided || tooLow) {
                        changes.add(
                                new AlterConfigOp(
                                        new ConfigEntry(name, wanted), AlterConfigOp.OpType.SET));
                    }
                });
        return changes;
    }

    /**
     * @param mustBeThere whether nobody else creates it at this moment
     */
    private void verify(Admin admin, Topic topic, boolean mustBeThere) throws InterruptedException {
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
                if (mustBeThere) {
                    throw new IllegalStateException(
                            "topic %s is missing, and may not be created here".formatted(name), e);
                }
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
