package org.papertide.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

    private static final Map<String, String> SECURE =
            Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512");

    @Test
    void carriesTheOperatorsSettingsToEveryClient() {
        KafkaClients clients = clients(SECURE, Map.of());
        assertThat(clients.admin("a", Duration.ofSeconds(1))).containsAllEntriesOf(SECURE);
        assertThat(clients.consumer("c", Map.of())).containsAllEntriesOf(SECURE);
        assertThat(clients.producer("p", Map.of())).containsAllEntriesOf(SECURE);
        assertThat(clients.streams(Map.of())).containsAllEntriesOf(SECURE);
    }

    @Test
    void readsWhatIsCommittedFromTheBeginningAndCommitsItself() {
        assertThat(clients(Map.of(), Map.of()).consumer("reader", Map.of("group.id", "g")))
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("client.id", "shop-reader")
                .containsEntry("group.id", "g")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("enable.auto.commit", false);
    }

    @Test
    void boundsWhatAnAnswerBringsToEveryConsumer() {
        assertThat(clients(Map.of(), Map.of()).consumer("reader", Map.of()))
                .containsEntry("fetch.max.bytes", 8 * 1024 * 1024)
                .containsEntry("max.partition.fetch.bytes", 512 * 1024);
        assertThat(clients(Map.of(), Map.of()).streams(Map.of()))
                .containsEntry("consumer.fetch.max.bytes", 8 * 1024 * 1024)
                .containsEntry("consumer.max.partition.fetch.bytes", 512 * 1024);
        assertThat(clients(Map.of("fetch.max.bytes", "99"), Map.of()).streams(Map.of()))
                .containsEntry("consumer.fetch.max.bytes", "99");
    }

    @Test
    void givesQuestionsTheirTime() {
        assertThat(clients(Map.of(), Map.of()).admin("watch", Duration.ofSeconds(5)))
                .containsEntry("client.id", "shop-watch")
                .containsEntry("request.timeout.ms", 5_000)
                .containsEntry("default.api.timeout.ms", 5_000);
    }

    @Test
    void overridesNothingThatTheOperatorSet() {
        KafkaClients clients =
                clients(Map.of("isolation.level", "read_uncommitted", "linger.ms", "7"), Map.of());
        assertThat(clients.consumer("c", Map.of("isolation.level", "read_committed")))
                .containsEntry("isolation.level", "read_uncommitted");
        assertThat(clients.producer("p", Map.of("linger.ms", 20))).containsEntry("linger.ms", "7");
    }

    @Test
    void replacesPrefixedSettingsOfStreamsToo() {
        KafkaClients clients =
                clients(
                        Map.of(
                                "session.timeout.ms", "9000",
                                "fetch.max.bytes", "1",
                                "main.consumer.fetch.max.bytes", "2"),
                        Map.of());
        assertThat(
                        clients.streams(
                                Map.of(
                                        "main.consumer.session.timeout.ms", 2_000,
                                        "main.consumer.fetch.max.bytes", 3,
                                        "consumer.fetch.max.bytes", 4)))
                .containsEntry("main.consumer.session.timeout.ms", "9000")
                .containsEntry("main.consumer.fetch.max.bytes", "2")
                .containsEntry("consumer.fetch.max.bytes", "1")
                .doesNotContainKey("producer.session.timeout.ms");
    }

    @Test
    void takesTheFrameworksSettingsUnlessOursSayOtherwise() {
        KafkaClients clients =
                clients(
                        Map.of("security.protocol", "SSL"),
                        Map.of(
                                "bootstrap.servers", "elsewhere:1",
                                "security.protocol", "SASL_SSL",
                                "sasl.mechanism", "PLAIN"));
        assertThat(clients.producer("p", Map.of()))
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("sasl.mechanism", "PLAIN");
    }

    /** An image lacks the classes for it. */
    @Test
    void pushesNoMetricsToBrokersEvenIfToldTo() {
        KafkaClients clients =
                clients(
                        Map.of(
                                "enable.metrics.push", "true",
                                "main.consumer.enable.metrics.push", "true"),
                        Map.of("enable.metrics.push", "true"));
        Map<String, Object> own = Map.of("enable.metrics.push", true);

        assertThat(clients.admin("a", Duration.ofSeconds(1)))
                .containsEntry("enable.metrics.push", false);
        assertThat(clients.consumer("c", own)).containsEntry("enable.metrics.push", false);
        assertThat(clients.producer("p", own)).containsEntry("enable.metrics.push", false);
        assertThat(clients.streams(Map.of("producer.enable.metrics.push", true)))
                .containsEntry("enable.metrics.push", false)
                .containsEntry("producer.enable.metrics.push", false)
                .doesNotContainKey("main.consumer.enable.metrics.push");
    }

    /** The framework names one after the service, for all of its consumers. */
    @Test
    void leavesEachConsumerItsGroup() {
        KafkaClients clients = clients(Map.of(), Map.of("group.id", "shop-service"));
        assertThat(clients.consumer("c", Map.of("group.id", "shop.orders")))
                .containsEntry("group.id", "shop.orders");
        assertThat(clients.consumer("c", Map.of())).doesNotContainKey("group.id");
        assertThat(clients.streams(Map.of())).doesNotContainKey("group.id");
    }

    private static KafkaClients clients(Map<String, String> operator, Map<String, ?> shared) {
        record Settings(
                String bootstrapServers,
                String topicPrefix,
                int partitions,
                short replication,
                Duration standstill,
                Map<String, String> client)
                implements KafkaSettings {}
        return new KafkaClients(
                "shop",
                new Settings("broker:9092", "", 4, (short) 1, Duration.ofSeconds(30), operator),
                shared);
    }
}
