package org.papertide.endtoend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;

/** The three services, wired to databases and topics that no other test has. */
final class Pipeline implements AutoCloseable {

    static final String OPERATOR_TOKEN = "end-to-end-operator-token";

    private final TestStack stack = TestStack.get();
    private final String topicPrefix = stack.newTopicPrefix();
    private final ServiceProcess ingest;
    private final ServiceProcess ranking;
    private final ServiceProcess notify;

    Pipeline() {
        ingest = new ServiceProcess("ingest-service", ingestSettings());
        ranking = new ServiceProcess("ranking-service", common());
        Map<String, String> settings = withDatabase("notify");
        settings.put("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
        settings.put("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(stack.smtpPort()));
        notify = new ServiceProcess("notify-service", settings);
        settings.put("PAPERTIDE_SITE_BASE_URL", notify.at("").toString());
    }

    /** Starts all three and waits until each is ready. */
    Pipeline start() {
        services().forEach(ServiceProcess::start);
        services().forEach(ServiceProcess::awaitReady);
        return this;
    }

    ServiceProcess ingest() {
        return ingest;
    }

    ServiceProcess ranking() {
        return ranking;
    }

    /** The service that mails; not to be taken for {@link Object#notify()}. */
    ServiceProcess notifier() {
        return notify;
    }

    TestStack stack() {
        return stack;
    }

    String topicPrefix() {
        return topicPrefix;
    }

    List<ServiceProcess> services() {
        return List.of(ingest, ranking, notify);
    }

    @Override
    public void close() {
        services().forEach(ServiceProcess::close);
    }

    private Map<String, String> ingestSettings() {
        Map<String, String> settings = withDatabase("ingest");
        settings.put("PAPERTIDE_SOURCES_OFFLINE", "true");
        return settings;
    }

    private Map<String, String> withDatabase(String name) {
        TestDatabase database = stack.newDatabase(name);
        Map<String, String> settings = common();
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        settings.put("QUARKUS_DATASOURCE_USERNAME", database.user());
        settings.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        return settings;
    }

    private Map<String, String> common() {
        Map<String, String> settings = new HashMap<>();
        settings.put("PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS", stack.kafka());
        settings.put("KAFKA_BOOTSTRAP_SERVERS", stack.kafka());
        settings.put("PAPERTIDE_KAFKA_TOPIC_PREFIX", topicPrefix);
        settings.put("PAPERTIDE_KAFKA_PARTITIONS", "4");
        settings.put("PAPERTIDE_KAFKA_REPLICATION", "1");
        settings.put("PAPERTIDE_OPERATOR_TOKEN", OPERATOR_TOKEN);
        return settings;
    }
}
