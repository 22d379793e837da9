package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void storesEveryTopicUnpackedSoThatItsLimitHoldsForConsumers() {
        assertThat(Topic.values())
                .allSatisfy(topic ->
                        assertThat(topic.settings())
                                .containsEntry("compression.type", "uncompressed")
                                .containsKey("max.message.bytes"));
    }

    /** A reader that was away for weeks hears of the keys that have gone meanwhile. */
    @Test
    void keepsTombstonesForAMonth() {
        assertThat(Topic.values())
                .allSatisfy(topic ->
                        assertThat(topic.settings().get("delete.retention.ms"))
                                .isEqualTo(topic.compacted() ? "2592000000" : null));
    }

    @Test
    void givesAnOlderTopicWhatNobodyHasDecided() {
        assertThat(
                        changes(
                                Topic.TICKS,
                                entry("cleanup.policy", "delete", ConfigSource.DEFAULT_CONFIG),
                                entry("retention.ms", "60000", ConfigSource.DYNAMIC_TOPIC_CONFIG),
                                entry("compression.type", "producer", ConfigSource.DEFAULT_CONFIG),
                                entry(
                                        "message.timestamp.type",
                                        "CreateTime",
                                        ConfigSource.STATIC_BROKER_CONFIG)))
                .containsExactlyInAnyOrder(
                        Map.entry("compression.type", "uncompressed"),
                        Map.entry("message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void raisesALimitThatIsTooLowAndLeavesAHigherOne() {
        assertThat(
                        changes(
                                Topic.SCORES,
                                entry(
                                        "max.message.bytes",
                                        "262144",
                                        ConfigSource.DYNAMIC_TOPIC_CONFIG)))
                .containsExactly(Map.entry("max.message.bytes", "2097152"));
        assertThat(
                        changes(
                                Topic.SCORES,
                                entry(
                                        "max.message.bytes",
                                        "9000000",
                                        ConfigSource.DYNAMIC_TOPIC_CONFIG),
                                entry(
                                        "compression.type",
                                        "zstd",
                                        ConfigSource.DYNAMIC_TOPIC_CONFIG)))
                .isEmpty();
    }

    /**
     * As brokers answer a user without the right to create topics, whether they are there or not.
     */
    @Test
    void findsTopicsThatItMayNotCreate() throws InterruptedException {
        topics(12).createOrVerify(admin(12), List.of(Topic.PAPERS));
        assertThatThrownBy(() -> topics(4).createOrVerify(admin(12), List.of(Topic.PAPERS)))
                .hasMessage("topic p.papers.v1 has 12 partitions, the setting says 4");
        assertThatThrownBy(() -> topics(12).createOrVerify(admin(0), List.of(Topic.PAPERS)))
                .hasMessage("topic p.papers.v1 is missing, and may not be created here");
    }

    private static Topics topics(int partitions) {
        return new Topics("p.", partitions, (short) 1);
    }

    /**
     * @param partitions of each topic; 0 if there is none
     */
    private static Admin admin(int partitions) {
        String name = "p.papers.v1";
        return (Admin)
                Proxy.newProxyInstance(
                        Admin.class.getClassLoader(),
                        new Class<?>[] {Admin.class},
                        (_, method, _) ->
                                switch (method.getName()) {
                                    case "createTopics" ->
                                            new CreateTopicsResult(
                                                    Map.of(
                                                            name,
                                                            failed(
                                                                    new TopicAuthorizationException(
                                                                            name)))) {};
                                    case "describeTopics" ->
                                            new DescribeTopicsResult(
                                                    null,
                                                    Map.of(name, described(name, partitions))) {};
                                    case "describeConfigs" ->
                                            new DescribeConfigsResult(
                                                    Map.of(
                                                            new ConfigResource(
                                                                    ConfigResource.Type.TOPIC,
                                                                    name),
                                                            failed(
                                                                    new TopicAuthorizationException(
                                                                            name)))) {};
                                    default -> throw new AssertionError(method.getName());
                                });
    }

    private static KafkaFuture<TopicDescription> described(String name, int partitions) {
        if (partitions == 0) {
            return failed(new UnknownTopicOrPartitionException(name));
        }
        List<TopicPartitionInfo> all =
                IntStream.range(0, partitions)
                        .mapToObj(each ->
                                new TopicPartitionInfo(each, Node.noNode(), List.of(), List.of()))
                        .toList();
        return KafkaFuture.completedFuture(new TopicDescription(name, false, all));
    }

    private static <T> KafkaFuture<T> failed(Exception failure) {
        KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
        future.completeExceptionally(failure);
        return future;
    }

    private static List<Map.Entry<String, String>> changes(Topic topic, ConfigEntry... found) {
        List<Map.Entry<String, String>> changes = new ArrayList<>();
        for (AlterConfigOp change : Topics.changes(topic, new Config(List.of(found)))) {
            changes.add(Map.entry(change.configEntry().name(), change.configEntry().value()));
        }
        return changes;
    }

    private static ConfigEntry entry(String name, String value, ConfigSource source) {
        return new ConfigEntry(
                name, value, source, false, false, List.of(), ConfigEntry.ConfigType.STRING, null);
    }
}
