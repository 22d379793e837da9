package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
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
