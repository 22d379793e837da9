package org.papertide.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings under {@code papertide.kafka.client} against a broker with TLS and SASL/PLAIN. */
class SecureKafkaTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir static Path directory;

    private static SecureBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = SecureBroker.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void connectsEveryKindOfClient() throws Exception {
        KafkaClients clients = clients(broker.operator());
        try (Admin admin = Admin.create(clients.admin("admin", PATIENCE))) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        clients.producer("producer", Map.of()),
                        new StringSerializer(),
                        new StringSerializer())) {
            var _ =
                    producer.send(new ProducerRecord<>("orders", "key", "value"))
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        clients.consumer("consumer", Map.of("group.id", "shop")),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.subscribe(List.of("orders"));
            assertThat(consumer.poll(PATIENCE)).extracting(ConsumerRecord::value).contains("value");
        }
    }

    @Test
    void isRefusedWithAnotherPassword() throws Exception {
        Map<String, String> wrong = new HashMap<>(broker.operator());
        wrong.computeIfPresent("sasl.jaas.config", (_, login) -> login.replace("reader-", "no-"));
        try (Admin admin = Admin.create(clients(wrong).admin("admin", PATIENCE))) {
            assertThatThrownBy(() -> admin.describeCluster().clusterId().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    /** As an operator writes them in a properties file. */
    private static KafkaClients clients(Map<String, String> operator) {
        Map<String, String> properties = new HashMap<>();
        properties.put("papertide.kafka.bootstrap-servers", broker.bootstrapServers());
        operator.forEach(
                (name, value) -> properties.put("papertide.kafka.client.\"" + name + "\"", value));
        KafkaSettings settings =
                new SmallRyeConfigBuilder()
                        .withMapping(KafkaSettings.class)
                        .withSources(new PropertiesConfigSource(properties, "file", 250))
                        .build()
                        .getConfigMapping(KafkaSettings.class);
        return new KafkaClients("shop", settings, Map.of());
    }
}
