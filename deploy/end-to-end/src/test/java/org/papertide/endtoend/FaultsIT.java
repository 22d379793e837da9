package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.papertide.events.DeadLetter;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;
import org.papertide.testing.PrivateStack;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestServer;
import org.papertide.testing.TestStack;
import org.papertide.testing.TopicReader;

/**
 * What happens while Kafka or PostgreSQL is away, and when they bring what nobody can apply. The
 * tests share servers and services, since each start of the services costs seconds, but none relies
 * on another: each begins by bringing both to the state that it needs. How long a server is away:
 * {@code -Dpapertide.faults.away=PT60S} is the full measure; the build takes a short one.
 */
class FaultsIT {

    private static final Duration AWAY =
            Duration.parse(System.getProperty("papertide.faults.away", "PT2S"));

    /**
     * How long it takes at most until what nobody can apply is put aside, and what follows applied.
     */
    private static final Duration PROMISED = Duration.ofSeconds(30);

    private static final Duration ONE_LOOK = Duration.ofMillis(500);

    private static final PrivateStack SERVERS = TestStack.privateStack();
    private static final TestServer KAFKA = SERVERS.newKafka();
    private static final TestServer INGEST_DATABASE = SERVERS.newPostgres();
    private static final TestServer NOTIFY_DATABASE = SERVERS.newPostgres();

    private static final List<TestServer> ALL = List.of(KAFKA, INGEST_DATABASE, NOTIFY_DATABASE);

    private static final Pipeline PIPELINE = Pipeline.on(KAFKA, INGEST_DATABASE, NOTIFY_DATABASE);

    private List<Long> processes = List.of();

    @AfterAll
    static void stop() {
        PIPELINE.close();
        SERVERS.close();
    }

    @Test
    void startsWithoutServersNamesWhatIsMissingAndWaitsForIt() {
        PIPELINE.close();
        ALL.forEach(TestServer::close);
        PIPELINE.services().forEach(ServiceProcess::start);
        processes = pids();

        awaitMissed("kafka", PIPELINE.services());
        awaitMissed("database", List.of(PIPELINE.ingest(), PIPELINE.notifier()));
        ALL.forEach(TestServer::start);

        PIPELINE.services().forEach(ServiceProcess::awaitReady);
        assertSameProcesses();
    }

    @Test
    void losesNothingWhileKafkaIsAway() {
        bringEverythingUp();
        int ranked = PIPELINE.ranking("rising/day").size();

        KAFKA.stop();
        awaitMissed("kafka", PIPELINE.services());
        Http.Answer answer = PIPELINE.importListing(Listings.page(7), now());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        staysMissed("kafka", PIPELINE.services());
        KAFKA.start();

        PIPELINE.services().forEach(ServiceProcess::awaitReady);
        awaitRanked(Math.max(ranked, 7));
        assertSameProcesses();
    }

    @Test
    void refusesClearlyWhileTheDatabaseIsAwayAndGoesOn() {
        bringEverythingUp();
        String address = PIPELINE.stack().newAddress("patient");

        INGEST_DATABASE.stop();
        NOTIFY_DATABASE.stop();
        List<ServiceProcess> users = List.of(PIPELINE.ingest(), PIPELINE.notifier());
        awaitMissed("database", users);
        assertThat(PIPELINE.importListing(Listings.page(9), now()).status()).isEqualTo(503);
        assertThat(PIPELINE.subscribe(address, "DAILY").status()).isEqualTo(503);
        staysMissed("database", users);
        INGEST_DATABASE.start();
        NOTIFY_DATABASE.start();

        PIPELINE.services().forEach(ServiceProcess::awaitReady);
        assertThat(PIPELINE.importListing(Listings.page(9), now()).status()).isEqualTo(200);
        assertThat(PIPELINE.subscribe(address, "DAILY").status()).isEqualTo(202);
        awaitRanked(9);
        Mailbox mailbox = PIPELINE.stack().mailbox(address);
        assertThat(mailbox.await(mail -> mail.link("/confirm/").isPresent())).isNotNull();
        assertSameProcesses();
    }

    @Test
    void putsAsideOnceWhatNobodyCanApplyAndGoesOn() {
        bringEverythingUp();
        Topics topics = new Topics(PIPELINE.topicPrefix(), 4, (short) 1);
        TopicReader reader = new TopicReader(KAFKA.address());
        Map<Topic, Integer> taken = new EnumMap<>(Topic.class);
        try (BadRecords bad = new BadRecords(KAFKA.address(), topics)) {
            BadRecords.TOPICS.keySet().forEach(topic -> taken.put(topic, bad.writeTo(topic)));
        }
        assertThat(PIPELINE.importListing(Listings.page(13), now()).status()).isEqualTo(200);

        Instant written = Instant.now();
        taken.forEach((topic, records) ->
                await(records + " dead letters of " + topic)
                        .atMost(leftOf(PROMISED, written))
                        .until(() -> origins(reader, topics, topic).size() >= records));
        awaitRanked(13, leftOf(PROMISED, written));
        await("the site shows the papers behind them")
                .atMost(leftOf(PROMISED, written))
                .until(() ->
                        Http.get(PIPELINE.notifier().at("/"))
                                .body()
                                .contains(Listings.pageTitle(13)));
        for (ServiceProcess service : List.of(PIPELINE.ranking(), PIPELINE.notifier())) {
            await("nothing is left to read")
                    .atMost(leftOf(PROMISED, written))
                    .until(() -> lag(service) == 0);
            service.awaitReady();
        }
        taken.forEach((topic, records) ->
                assertThat(origins(reader, topics, topic))
                        .as("dead letters of %s", topic)
                        .hasSize(records)
                        .doesNotHaveDuplicates());
        assertSameProcesses();
    }

    private static List<String> origins(TopicReader reader, Topics topics, Topic topic) {
        return reader.records(topics.name(topic.deadLetters())).stream()
                .map(letter ->
                        new String(
                                letter.headers().lastHeader(DeadLetter.ORIGIN).value(),
                                StandardCharsets.UTF_8))
                .toList();
    }

    /** What is left of a time that began at an instant, and a moment for one look. */
    private static Duration leftOf(Duration whole, Instant begun) {
        Duration left = whole.minus(Duration.between(begun, Instant.now()));
        return left.compareTo(ONE_LOOK) < 0 ? ONE_LOOK : left;
    }

    /** Of all topics but the ticks, of which there is always one more. */
    private static double lag(ServiceProcess service) {
        List<String> gauges =
                Http.get(service.at("/q/metrics"))
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("papertide_stream_lag"))
                        .toList();
        assertThat(gauges).hasSizeGreaterThanOrEqualTo(3);
        return gauges.stream()
                .filter(line -> !line.contains("ticks"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void bringEverythingUp() {
        ALL.forEach(TestServer::start);
        for (ServiceProcess service : PIPELINE.services()) {
            if (!service.isRunning()) {
                service.start();
            }
        }
        PIPELINE.services().forEach(ServiceProcess::awaitReady);
        processes = pids();
    }

    private static List<Long> pids() {
        return PIPELINE.services().stream().map(ServiceProcess::pid).toList();
    }

    private static void awaitMissed(String what, List<ServiceProcess> services) {
        for (ServiceProcess service : services) {
            await(what + " is missed")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> misses(what, service));
        }
    }

    /** HTTP is up and says what is missing, for all that time. */
    private static void staysMissed(String what, List<ServiceProcess> services) {
        await(what + " is missed all the time")
                .during(AWAY)
                .atMost(AWAY.plusMinutes(2))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> services.stream().allMatch(service -> misses(what, service)));
    }

    /** A check of that name fails, or one that names it as what is missing. */
    private static boolean misses(String what, ServiceProcess service) {
        Map<String, String> failed = service.failedChecks();
        return failed.containsKey(what)
                || failed.values().stream()
                        .flatMap(missing -> Stream.of(missing.split("[,;:] *", -1)))
                        .anyMatch(what::equalsIgnoreCase);
    }

    private static void awaitRanked(int papers) {
        awaitRanked(papers, Duration.ofMinutes(2));
    }

    private static void awaitRanked(int papers, Duration atMost) {
        await(papers + " papers are in the ranking")
                .atMost(atMost)
                .ignoreException(UncheckedIOException.class)
                .until(() -> PIPELINE.ranking("rising/day").size() == papers);
    }

    private void assertSameProcesses() {
        assertThat(pids()).isEqualTo(processes);
        assertThat(processes)
                .allMatch(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
