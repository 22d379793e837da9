package org.papertide.endtoend;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.papertide.events.RankingKey;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestServer;
import org.papertide.testing.TestStack;

/** The three services, wired to databases and topics that no other test has. */
final class Pipeline implements AutoCloseable {

    static final String OPERATOR_TOKEN = "end-to-end-operator-token";

    private static final Map<String, String> OFFLINE = Map.of("PAPERTIDE_SOURCE_OFFLINE", "true");

    private final TestStack stack = TestStack.get();
    private final String topicPrefix = stack.newTopicPrefix();
    private final String kafka;
    private final ServiceProcess ingest;
    private final ServiceProcess ranking;
    private final ServiceProcess notify;
    private Duration offset = Duration.ZERO;

    private Pipeline(
            String kafka,
            TestDatabase ingestDatabase,
            TestDatabase notifyDatabase,
            Map<String, String> ofIngest) {
        this.kafka = kafka;
        Map<String, String> ingestSettings = with(ingestDatabase);
        ingestSettings.putAll(ofIngest);
        ingest = ServiceProcess.small("ingest-service", ingestSettings);
        ranking = ServiceProcess.small("ranking-service", common());
        Map<String, String> settings = with(notifyDatabase);
        settings.put("PAPERTIDE_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.0/8");
        settings.put("PAPERTIDE_WEBHOOKS_PLAIN_HTTP", "true");
        settings.put("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
        settings.put("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(stack.smtpPort()));
        notify = ServiceProcess.small("notify-service", settings);
        notify.set("PAPERTIDE_SITE_BASE_URL", notify.at("").toString());
        notify.set("PAPERTIDE_RANKING_SERVICE_URL", ranking.at("").toString());
    }

    /** On the stack that all tests share. */
    static Pipeline shared() {
        return shared(OFFLINE);
    }

    /** On the stack that all tests share, with these settings of ingest's sources. */
    static Pipeline shared(Map<String, String> sources) {
        TestStack stack = TestStack.get();
        return new Pipeline(
                stack.kafka(), stack.newDatabase("ingest"), stack.newDatabase("notify"), sources);
    }

    /** On the stack that all tests share, with a clock that is so far ahead of the system's. */
    static Pipeline at(Duration offset) {
        TestStack stack = TestStack.get();
        Pipeline pipeline =
                new Pipeline(
                        stack.kafka(),
                        stack.newDatabase("ingest"),
                        stack.newDatabase("notify"),
                        OFFLINE);
        pipeline.offset = offset;
        pipeline.services()
                .forEach(service -> service.set("PAPERTIDE_CLOCK_OFFSET", offset.toString()));
        return pipeline;
    }

    /** On servers that the test may take down, and the shared mail server. */
    static Pipeline on(TestServer kafka, TestServer ingestDatabase, TestServer notifyDatabase) {
        return new Pipeline(
                kafka.address(),
                ingestDatabase.database(),
                notifyDatabase.database(),
                Map.of(
                        "PAPERTIDE_SOURCE_OFFLINE",
                        "true",
                        // An import gives up a database that went away after minutes by default.
                        "PAPERTIDE_IMPORTS_DATABASE_PATIENCE",
                        "PT2S"));
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

    /** Imports a listing whose signals count as observed at that instant. */
    Http.Answer importListing(byte[] body, Instant observedAt) {
        return Http.postAsOperator(
                ingest.at("/api/v1/imports?observedAt=" + observedAt),
                OPERATOR_TOKEN,
                "application/octet-stream",
                body);
    }

    /** Where a ranking is read in full, such as {@code rising/day} or {@code top/week/cs.LG}. */
    static String trending(String key) {
        RankingKey parts = RankingKey.parse(key);
        String category = parts.category() == null ? "" : "&category=" + parts.category();
        return "/api/v1/trending?order=%s&window=%s&limit=200%s"
                .formatted(parts.order().wireName(), parts.window().wireName(), category);
    }

    /** The entries of a ranking; none while it cannot be read. */
    List<JsonNode> ranking(String key) {
        Http.Answer answer = Http.get(ranking.at(trending(key)));
        return answer.status() == 200
                ? answer.json().path("entries").valueStream().toList()
                : List.of();
    }

    /**
     * Asks for a subscription to be confirmed by mail. Its digests are due half a day from now:
     * none is sent but those that a test plans.
     */
    Http.Answer subscribe(String address, String frequency) {
        return Http.postJson(
                notify.at("/api/v1/subscriptions"),
                "{\"email\":\"%s\",\"frequency\":\"%s\",\"hour\":%d,\"timezone\":\"UTC\"}"
                        .formatted(address, frequency, (hour() + 12) % 24));
    }

    /** The mailbox of a reader with a confirmed subscription to all papers. */
    Mailbox newReader(String frequency) {
        String address = stack.newAddress("reader");
        Mailbox mailbox = stack.mailbox(address);
        Http.Answer answer = subscribe(address, frequency);
        if (answer.status() != 202) {
            throw new IllegalStateException("no subscription: " + answer);
        }
        String confirm =
                mailbox.await(mail -> mail.link("/confirm/").isPresent())
                        .link("/confirm/")
                        .orElseThrow();
        if (Http.postForm(URI.create(confirm), "").status() != 200) {
            throw new IllegalStateException("not confirmed");
        }
        return mailbox;
    }

    /** The hour of the services' clock, in UTC. */
    private int hour() {
        return Instant.now().plus(offset).atOffset(ZoneOffset.UTC).getHour();
    }

    /** Asks for a daily edition and returns its account as it begins. */
    JsonNode planDaily(Instant asOf) {
        return plan("DAILY", asOf);
    }

    /** Asks for an edition and returns its account as it begins. */
    JsonNode plan(String frequency, Instant asOf) {
        Http.Answer answer =
                Http.postAsOperator(
                        notify.at("/api/v1/editions"),
                        OPERATOR_TOKEN,
                        "application/json",
                        "{\"frequency\":\"%s\",\"asOf\":\"%s\"}"
                                .formatted(frequency, asOf)
                                .getBytes(StandardCharsets.UTF_8));
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException("no edition: " + answer);
        }
        return answer.json();
    }

    /** The account of an edition once nothing is pending or deferred. */
    JsonNode awaitClosed(JsonNode edition, Duration atMost) {
        URI address = notify.at("/api/v1/editions/" + edition.path("id").asText());
        await("the edition is closed")
                .atMost(atMost)
                .ignoreExceptions()
                .until(() -> {
                    JsonNode account = Http.getAsOperator(address, OPERATOR_TOKEN).json();
                    return account.path("composedAt").isTextual()
                            && account.path("pending").asInt() == 0
                            && account.path("deferred").asInt() == 0;
                });
        return Http.getAsOperator(address, OPERATOR_TOKEN).json();
    }

    @Override
    public void close() {
        services().forEach(ServiceProcess::close);
    }

    private Map<String, String> with(TestDatabase database) {
        Map<String, String> settings = common();
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        settings.put("QUARKUS_DATASOURCE_USERNAME", database.user());
        settings.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        return settings;
    }

    private Map<String, String> common() {
        Map<String, String> settings = new HashMap<>();
        settings.put("PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS", kafka);
        settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        settings.put("PAPERTIDE_KAFKA_TOPIC_PREFIX", topicPrefix);
        settings.put("PAPERTIDE_KAFKA_PARTITIONS", "4");
        settings.put("PAPERTIDE_KAFKA_REPLICATION", "1");
        settings.put("PAPERTIDE_OPERATOR_TOKEN", OPERATOR_TOKEN);
        return settings;
    }
}
