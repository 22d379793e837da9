package org.papertide.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

    private static final ConfigSource BROKER =
            new PropertiesConfigSource(
                    Map.of("papertide.kafka.bootstrap-servers", "broker:9092"), "file", 250);

    @Test
    void hasDefaultsForAllButTheBroker() {
        KafkaSettings settings = settings(BROKER);
        assertThat(settings.topicPrefix()).isEqualTo("papertide.");
        assertThat(settings.partitions()).isEqualTo(12);
        assertThat(settings.replication()).isEqualTo((short) 1);
        assertThat(settings.client()).isEmpty();
    }

    @Test
    void takesAnyClientSettingFromProperties() {
        KafkaSettings settings =
                settings(
                        BROKER,
                        new PropertiesConfigSource(
                                Map.of(
                                        "papertide.kafka.client.\"security.protocol\"",
                                        "SASL_SSL",
                                        "papertide.kafka.client.retries",
                                        "3"),
                                "more",
                                260));
        assertThat(settings.client())
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"), Map.entry("retries", "3"));
    }

    @Test
    void takesAnyClientSettingFromTheEnvironment() {
        KafkaSettings settings =
                settings(
                        BROKER,
                        new EnvConfigSource(
                                Map.of(
                                        "PAPERTIDE_KAFKA_CLIENT__SECURITY_PROTOCOL_",
                                        "SASL_SSL",
                                        "PAPERTIDE_KAFKA_CLIENT__SASL_JAAS_CONFIG_",
                                        "a.Module required username=\"u\";"),
                                300));
        assertThat(settings.client())
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.jaas.config", "a.Module required username=\"u\";"));
    }

    private static KafkaSettings settings(ConfigSource... sources) {
        return new SmallRyeConfigBuilder()
                .withMapping(KafkaSettings.class)
                .withSources(sources)
                .build()
                .getConfigMapping(KafkaSettings.class);
    }
}
