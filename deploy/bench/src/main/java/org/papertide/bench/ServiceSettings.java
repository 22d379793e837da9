package org.papertide.bench;

import java.util.HashMap;
import java.util.Map;
import org.papertide.testing.TestDatabase;

/** Settings of the services under measurement. */
final class ServiceSettings {

    static final String OPERATOR_TOKEN = "bench-operator-token";
    static final int PARTITIONS = 4;

    /** Enough heap for most benchmarks. */
    static final String HEAP = "1g";

    private ServiceSettings() {}

    /** The settings that every service needs. */
    static Map<String, String> of(String kafka, String topicPrefix) {
        Map<String, String> settings = new HashMap<>();
        settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        settings.put("PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS", kafka);
        settings.put("PAPERTIDE_KAFKA_TOPIC_PREFIX", topicPrefix);
        settings.put("PAPERTIDE_KAFKA_PARTITIONS", Integer.toString(PARTITIONS));
        settings.put("PAPERTIDE_KAFKA_REPLICATION", "1");
        settings.put("PAPERTIDE_OPERATOR_TOKEN", OPERATOR_TOKEN);
        return settings;
    }

    /** The same with a database. */
    static Map<String, String> of(String kafka, String topicPrefix, TestDatabase database) {
        Map<String, String> settings = of(kafka, topicPrefix);
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        settings.put("QUARKUS_DATASOURCE_USERNAME", database.user());
        settings.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        return settings;
    }
}
