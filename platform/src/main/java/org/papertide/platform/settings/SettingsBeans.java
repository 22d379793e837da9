package org.papertide.platform.settings;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The clock and the settings of Kafka's clients, as beans. */
class SettingsBeans {

    /** UTC and an offset. */
    @Produces
    @Singleton
    Clock clock(ClockSettings settings) {
        return Clock.offset(Clock.systemUTC(), settings.offset());
    }

    /** The extension collects {@code kafka.*} under that name. */
    @Produces
    @Singleton
    KafkaClients kafkaClients(
            @ConfigProperty(name = "quarkus.application.name") String application,
            KafkaSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> shared) {
        return new KafkaClients(application.replace("-service", ""), settings, shared);
    }
}
