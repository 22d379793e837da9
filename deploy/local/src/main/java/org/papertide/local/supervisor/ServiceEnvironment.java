package org.papertide.local.supervisor;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.StackPorts;
import org.papertide.local.stack.EmbeddedPostgres;

/** The settings of the services in this stack, as environment variables. */
final class ServiceEnvironment {

    private static final String LOOPBACK = "127.0.0.1";

    private final UpOptions options;
    private final Duration clockOffset;
    private final Map<String, String> sources;

    /**
     * @param clockOffset how far the services' clock is ahead of the machine's; may be negative
     * @param sources settings of ingest for the simulated source; empty without one
     */
    ServiceEnvironment(UpOptions options, Duration clockOffset, Map<String, String> sources) {
        this.options = options;
        this.clockOffset = clockOffset;
        this.sources = Map.copyOf(sources);
    }

    Map<String, String> of(Service service) {
        Map<String, String> settings = new TreeMap<>(common(service));
        switch (service) {
            case INGEST -> settings.putAll(ingest());
            case RANKING -> settings.putAll(ranking());
            case NOTIFY -> settings.putAll(notifying());
        }
        return settings;
    }

    /**
     * The settings for a service that runs elsewhere, as lines for a shell. It keeps its own log,
     * and it does not end with this stack.
     */
    String forElsewhere(Service service) {
        Map<String, String> settings = of(service);
        settings.keySet()
                .removeIf(name ->
                        name.startsWith("QUARKUS_LOG_")
                                || name.equals("QUARKUS_VERTX_CACHE_DIRECTORY")
                                || name.equals("PAPERTIDE_END_WITH_PARENT"));
        return settings.entrySet().stream()
                .map(each -> "export %s='%s'%n".formatted(each.getKey(), quoted(each.getValue())))
                .collect(Collectors.joining());
    }

    private static String quoted(String value) {
        return value.replace("'", "'\\''");
    }

    private Map<String, String> common(Service service) {
        StackPorts ports = options.ports();
        DataDirectory data = options.data();
        Map<String, String> settings = new TreeMap<>();
        settings.put("QUARKUS_HTTP_HOST", LOOPBACK);
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(service.port(ports)));
        settings.put("QUARKUS_MANAGEMENT_HOST", LOOPBACK);
        settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(service.managementPort(ports)));
        settings.put("PAPERTIDE_MANAGEMENT_ON_MAIN_PORT", "true");
        settings.put("PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS", LOOPBACK + ":" + ports.kafka());
        settings.put("KAFKA_BOOTSTRAP_SERVERS", LOOPBACK + ":" + ports.kafka());
        settings.put("PAPERTIDE_KAFKA_TOPIC_PREFIX", "papertide.");
        settings.put("PAPERTIDE_KAFKA_PARTITIONS", "4");
        settings.put("PAPERTIDE_KAFKA_REPLICATION", "1");
        settings.put("PAPERTIDE_OPERATOR_TOKEN", data.operatorToken());
        settings.put("PAPERTIDE_CLOCK_OFFSET", clockOffset.toString());
        settings.put("PAPERTIDE_END_WITH_PARENT", "true");
        // The default is a folder that everybody may write to.
        settings.put(
                "QUARKUS_VERTX_CACHE_DIRECTORY",
                data.temporary().resolve(service.moduleName()).toString());
        settings.put("QUARKUS_LOG_CONSOLE_ENABLED", "false");
        settings.put("QUARKUS_LOG_FILE_ENABLED", "true");
        settings.put(
                "QUARKUS_LOG_FILE_PATH",
                data.logs().resolve(service.moduleName() + ".log").toString());
        settings.put("QUARKUS_LOG_FILE_ROTATION_MAX_FILE_SIZE", "10M");
        settings.put("QUARKUS_LOG_FILE_ROTATION_MAX_BACKUP_INDEX", "4");
        return settings;
    }

    private Map<String, String> database(String name) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://%s:%d/%s".formatted(LOOPBACK, options.ports().postgres(), name),
                "QUARKUS_DATASOURCE_USERNAME",
                EmbeddedPostgres.USER,
                "QUARKUS_DATASOURCE_PASSWORD",
                options.data().databasePassword());
    }

    private Map<String, String> ingest() {
        Map<String, String> settings = new TreeMap<>(database("ingest"));
        settings.put("PAPERTIDE_SOURCE_OFFLINE", Boolean.toString(options.offline()));
        settings.putAll(sources);
        return settings;
    }

    private Map<String, String> ranking() {
        return Map.of(
                "PAPERTIDE_RANKING_STATE_DIR",
                options.data().resolve("ranking-state").toString(),
                "PAPERTIDE_SITE_BASE_URL",
                site());
    }

    private Map<String, String> notifying() {
        Map<String, String> settings = new TreeMap<>(database("notify"));
        HostPort smtp = options.smtp().orElse(new HostPort(LOOPBACK, options.ports().smtp()));
        settings.put("PAPERTIDE_TOKENS_KEYS", options.data().tokenKeys());
        settings.put("PAPERTIDE_MAIL_SMTP_HOST", smtp.host());
        settings.put("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(smtp.port()));
        // Whoever tries webhooks here receives them on this machine.
        settings.put("PAPERTIDE_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.0/8,::1");
        settings.put("PAPERTIDE_WEBHOOKS_PLAIN_HTTP", "true");
        // Captured mails are received nowhere.
        settings.put("PAPERTIDE_TRAFFIC_GROUP_BY_MX", Boolean.toString(options.smtp().isPresent()));
        settings.put("PAPERTIDE_SITE_BASE_URL", site());
        settings.put(
                "PAPERTIDE_RANKING_SERVICE_URL",
                "http://" + LOOPBACK + ":" + options.ports().rankingService());
        settings.put(
                "PAPERTIDE_SITE_STREAMS_URL",
                "http://localhost:" + options.ports().rankingService() + "/streams");
        if (options.smtp().isEmpty()) {
            settings.put("PAPERTIDE_SITE_INBOX_URL", "http://localhost:" + options.ports().inbox());
        }
        return settings;
    }

    private String site() {
        return "http://localhost:" + options.ports().notifyService();
    }
}
