package org.papertide.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.papertide.testing.Mailbox;
import org.papertide.testing.Ports;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** All of Papertide on one network of containers; it goes with all that is in it. */
final class Installation implements AutoCloseable {

    static final String OPERATOR_TOKEN = "operator-token-of-the-container-tests";

    /**
     * The images of the release before, made by {@code ./papertide images --tag previous} there.
     */
    static final String PREVIOUS = "previous";

    private static final String TAG = System.getProperty("papertide.images.tag", "test");
    private static final String PASSWORD = "of-the-container-tests";

    private final Network network = Network.newNetwork();
    private final List<Box> boxes = new ArrayList<>();
    private final int imap = Ports.free();
    private final int kafkaPort = Ports.free();
    private final int sitePort;
    private final String rankingHost;
    private final Box kafka;
    private final Box postgres;
    private final Box mail;
    private final Box ingest;
    private final Box ranking;
    private final Box notify;

    /** With one of each service, of the images under test. */
    Installation() {
        this(TAG, Map.of(), false);
    }

    /** With folders of ranking that are in memory, with their options. */
    Installation(Map<String, String> tmpfs) {
        this(TAG, tmpfs, false);
    }

    /**
     * With services of another tag, and behind a proxy the site for readers, and the ranking for
     * the site.
     */
    static Installation behindProxy(String tag) {
        return new Installation(tag, Map.of(), true);
    }

    private Installation(String tag, Map<String, String> tmpfs, boolean proxied) {
        kafka = kafka();
        postgres = postgres();
        mail = mail();
        ingest = ingest("ingest", tag);
        ranking = ranking("ranking", tag, tmpfs);
        sitePort = Ports.free();
        rankingHost = proxied ? "proxy" : "ranking";
        notify = notifier("notify", tag, proxied ? Ports.free() : sitePort);
    }

    /** The tag of the images under test. */
    static String tag() {
        return TAG;
    }

    /** Whether there are images of this tag. */
    static boolean isThere(String tag) {
        return DockerClientFactory.instance().client().listImagesCmd().exec().stream()
                .flatMap(image -> Stream.ofNullable(image.getRepoTags()).flatMap(Stream::of))
                .anyMatch(("papertide/notify-service:" + tag)::equals);
    }

    /** Starts the servers and then the services, and waits until each is ready. */
    Installation start() {
        CompletableFuture.allOf(
                        List.of(kafka, postgres, mail).stream()
                                .map(box -> CompletableFuture.runAsync(box::create))
                                .toArray(CompletableFuture[]::new))
                .join();
        services().forEach(Box::create);
        services().forEach(Box::awaitReady);
        return this;
    }

    private Box kafka() {
        return add(
                new Box(
                                "kafka",
                                "apache/kafka:" + System.getProperty("papertide.kafka.version"),
                                network)
                        .with(
                                Map.ofEntries(
                                        Map.entry("KAFKA_NODE_ID", "1"),
                                        Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                                        Map.entry(
                                                "KAFKA_LISTENERS",
                                                "INTERNAL://0.0.0.0:9092,CONTROLLER://0.0.0.0:9093,"
                                                        + "EXTERNAL://0.0.0.0:"
                                                        + kafkaPort),
                                        Map.entry(
                                                "KAFKA_ADVERTISED_LISTENERS",
                                                "INTERNAL://kafka:9092,EXTERNAL://127.0.0.1:"
                                                        + kafkaPort),
                                        Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL"),
                                        Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                                        Map.entry(
                                                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                                                "CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT"),
                                        Map.entry(
                                                "KAFKA_CONTROLLER_QUORUM_VOTERS",
                                                "1@localhost:9093"),
                                        Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                                        Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                                        Map.entry(
                                                "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR",
                                                "1"),
                                        Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                                        Map.entry(
                                                "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR",
                                                "1"),
                                        Map.entry(
                                                "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1"),
                                        Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
                                        Map.entry(
                                                "KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE", "4194304")))
                        .publish(kafkaPort, kafkaPort)
                        .with(container ->
                                container.waitingFor(
                                        Wait.forLogMessage(".*Kafka Server started.*", 1))));
    }

    private Box postgres() {
        return add(
                new Box("postgres", "postgres:18", network)
                        .with(
                                Map.of(
                                        "POSTGRES_USER", "papertide",
                                        "POSTGRES_PASSWORD", PASSWORD,
                                        "POSTGRES_DB", "ingest"))
                        .with(container ->
                                container
                                        .withCopyToContainer(
                                                Transferable.of(
                                                        "CREATE DATABASE notify;"
                                                                .getBytes(StandardCharsets.UTF_8)),
                                                "/docker-entrypoint-initdb.d/notify.sql")
                                        .waitingFor(
                                                Wait.forLogMessage(
                                                        ".*database system is ready to accept connections.*",
                                                        2))));
    }

    private Box mail() {
        return add(
                new Box("mail", "greenmail/standalone:2.1.8", network)
                        .with(
                                Map.of(
                                        "GREENMAIL_OPTS",
                                        "-Dgreenmail.setup.test.all -Dgreenmail.hostname=0.0.0.0"
                                                + " -Dgreenmail.auth.disabled"))
                        .publish(imap, 3143)
                        .with(container ->
                                container.waitingFor(
                                        Wait.forLogMessage(
                                                ".*Starting GreenMail API server.*", 1))));
    }

    /** Another ingest-service, of these images. */
    Box ingest(String name, String tag) {
        return service("ingest-service", name, tag, Ports.free(), 8081, 8090)
                .hardened(512, Map.of("/tmp", ""))
                .with(database("ingest"))
                .with(Map.of("PAPERTIDE_SOURCE_OFFLINE", "true"));
    }

    /** Another ranking-service, with its stores in its container unless they are in memory. */
    Box ranking(String name, String tag, Map<String, String> tmpfs) {
        Map<String, String> folders = new TreeMap<>(Map.of("/tmp", ""));
        folders.putAll(tmpfs);
        return service("ranking-service", name, tag, Ports.free(), 8082, 8091)
                .hardened(768, folders)
                .with(
                        Map.of(
                                "PAPERTIDE_RANKING_STATE_DIR",
                                tmpfs.isEmpty() ? "/tmp/ranking" : "/var/lib/papertide",
                                "PAPERTIDE_RANKING_INSTANCE_ID",
                                name,
                                "PAPERTIDE_RANKING_SESSION_TIMEOUT",
                                "PT6S"));
    }

    /** Another notify-service. */
    Box notifier(String name, String tag) {
        return notifier(name, tag, Ports.free());
    }

    private Box notifier(String name, String tag, int here) {
        return service("notify-service", name, tag, here, 8080, 8089)
                .hardened(512, Map.of("/tmp", ""))
                .with(database("notify"))
                .with(
                        Map.of(
                                "PAPERTIDE_MAIL_SMTP_HOST",
                                "mail",
                                "PAPERTIDE_MAIL_SMTP_PORT",
                                "3025",
                                "PAPERTIDE_TRAFFIC_GROUP_BY_MX",
                                "false",
                                "PAPERTIDE_RANKING_SERVICE_URL",
                                "http://%s:8082".formatted(rankingHost),
                                "PAPERTIDE_SITE_BASE_URL",
                                "http://localhost:" + sitePort));
    }

    /** A proxy before the first notify-service and ranking-service, which are there already. */
    Box proxy() {
        return add(
                new Box("proxy", "nginx:stable", network)
                        .publish(sitePort, 80)
                        .with(container ->
                                container.withCopyToContainer(
                                        Transferable.of(
                                                leadingTo(List.of(notify), List.of(ranking))
                                                        .getBytes(StandardCharsets.UTF_8)),
                                        "/etc/nginx/nginx.conf"))
                        .awaitedOutside());
    }

    /**
     * Lets the proxy lead to these from now on, as an orchestrator puts in who is ready, and takes
     * out who is to leave. What is under way ends where it is.
     */
    static void lead(Box proxy, List<Box> notifiers, List<Box> rankings) {
        var changed =
                proxy.run(
                        "bash",
                        "-c",
                        "cat >/etc/nginx/nginx.conf <<'END' && nginx -s reload\n%sEND\n"
                                .formatted(leadingTo(notifiers, rankings)));
        assertThat(changed.getExitCode()).as(changed.getStderr()).isZero();
    }

    private static String leadingTo(List<Box> notifiers, List<Box> rankings) {
        // A request that failed at one is not asked again at the other: it is to be seen.
        return """
        events {}
        pid /tmp/nginx.pid;
        http {
          access_log off;
          proxy_next_upstream off;
          proxy_connect_timeout 1s;
          upstream site {%s }
          upstream ranking {%s }
          server { listen 80; location / { proxy_pass http://site; proxy_set_header Host $http_host; } }
          server { listen 8082; location / { proxy_pass http://ranking; proxy_set_header Host ranking; } }
        }
        """
                .formatted(servers(notifiers, 8080), servers(rankings, 8082));
    }

    private static String servers(List<Box> boxes, int port) {
        return boxes.stream()
                .map(box -> " server %s:%d max_fails=0;".formatted(box.name(), port))
                .collect(Collectors.joining());
    }

    private Box service(String image, String name, String tag, int here, int port, int management) {
        return add(
                new Box(name, "papertide/%s:%s".formatted(image, tag), network)
                        .serving(here, port, management)
                        .with(
                                Map.of(
                                        "PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                                        "PAPERTIDE_KAFKA_PARTITIONS", "4",
                                        "PAPERTIDE_OPERATOR_TOKEN", OPERATOR_TOKEN,
                                        "PAPERTIDE_HTTP_HOSTS", "ingest,ranking,notify")));
    }

    private static Map<String, String> database(String name) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://postgres:5432/" + name,
                "QUARKUS_DATASOURCE_USERNAME",
                "papertide",
                "QUARKUS_DATASOURCE_PASSWORD",
                PASSWORD);
    }

    private Box add(Box box) {
        boxes.add(box);
        return box;
    }

    List<Box> services() {
        return List.of(ingest, ranking, notify);
    }

    Box broker() {
        return kafka;
    }

    Box database() {
        return postgres;
    }

    Box ingest() {
        return ingest;
    }

    Box ranking() {
        return ranking;
    }

    /** The service that mails; not to be taken for {@link Object#notify()}. */
    Box notifier() {
        return notify;
    }

    /** An address of the site, as readers have it. */
    URI site(String path) {
        return URI.create("http://localhost:" + sitePort + path);
    }

    /** Kafka's address for this process. */
    String kafkaAddress() {
        return "127.0.0.1:" + kafkaPort;
    }

    Mailbox mailbox(String address) {
        return new Mailbox(imap, address);
    }

    @Override
    public void close() {
        boxes.reversed().forEach(Box::close);
        network.close();
    }
}
