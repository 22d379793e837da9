package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.papertide.events.Breakout;
import org.papertide.events.DeadLetter;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.EventJson;
import org.papertide.events.Paper;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.testing.Checkout;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;
import org.papertide.testing.PrivateStack;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestDatabase;
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

    private static final int PARTITIONS = 4;
    private static final int LAST = PARTITIONS - 1;

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

    /** In a partition that is not the first: of each topic, and what comes of it. */
    @Test
    void putsAsideOnceWhatNobodyCanApplyAndAppliesWhatFollows() {
        bringEverythingUp();
        Mailbox reader = PIPELINE.newReader("INSTANT");
        Topics topics = new Topics(PIPELINE.topicPrefix(), PARTITIONS, (short) 1);
        TopicReader letters = new TopicReader(KAFKA.address());
        Paper behind = paperIn(LAST);
        Map<Topic, Integer> taken = new EnumMap<>(Topic.class);
        try (FailedChecks failed = new FailedChecks()) {
            try (BadRecords bad = new BadRecords(KAFKA.address(), topics)) {
                BadRecords.TOPICS
                        .keySet()
                        .forEach(topic -> taken.put(topic, bad.writeTo(topic, LAST)));
                // The registry of models reads the first partition alone.
                taken.merge(Topic.PRIORS, bad.writeTo(Topic.PRIORS, 0), Integer::sum);
                writeGood(bad, behind);
            }
            assertThat(PIPELINE.importListing(Listings.page(13), now()).status()).isEqualTo(200);
            Instant written = Instant.now();

            taken.forEach((topic, records) ->
                    await(records + " dead letters of " + topic)
                            .atMost(leftOf(PROMISED, written))
                            .until(() -> origins(letters, topics, topic).size() >= records));
            awaitApplied(behind, reader, written);
            for (ServiceProcess service : List.of(PIPELINE.ranking(), PIPELINE.notifier())) {
                await("nothing is left to read")
                        .atMost(leftOf(PROMISED, written))
                        .until(() -> lag(service) == 0);
                service.awaitReady();
            }
            assertThat(failed.found).isEmpty();
        }
        taken.forEach((topic, records) ->
                assertThat(origins(letters, topics, topic))
                        .as("dead letters of %s", topic)
                        .hasSize(records)
                        .doesNotHaveDuplicates());
        assertSameProcesses();
    }

    /** A paper whose records are in this partition. */
    private static Paper paperIn(int partition) {
        return IntStream.range(1, 1_000)
                .mapToObj(number -> SamplePaper.id("2611", number))
                .filter(id -> {
                    byte[] key = id.value().getBytes(StandardCharsets.UTF_8);
                    return Utils.toPositive(Utils.murmur2(key)) % PARTITIONS == partition;
                })
                .map(id -> SamplePaper.of(id, now()).title("A Paper behind What Is Bad").build())
                .findFirst()
                .orElseThrow();
    }

    private static void writeGood(BadRecords bad, Paper paper) {
        bad.writeGood(Topic.PAPERS, LAST, EventCodec.PAPER, paper);
        bad.writeGood(
                Topic.SIGNALS, LAST, EventCodec.SIGNAL, SamplePaper.upvotes(paper.id(), 77, now()));
        bad.writeGood(
                Topic.EMBEDDINGS,
                LAST,
                EventCodec.EMBEDDING,
                new Embedding(
                        paper.id(),
                        "0".repeat(32),
                        List.of(TextVector.of(new TextModel("faults", "1"), new float[] {1, 0}))));
        bad.writeGood(
                Topic.BREAKOUTS,
                LAST,
                EventCodec.BREAKOUT,
                new Breakout(
                        PaperSummary.of(paper),
                        90,
                        40,
                        1,
                        List.of(new Reason("UPVOTES", "huggingface", 77, 77, 1, 2, 1, null)),
                        now()));
    }

    private static void awaitApplied(Paper behind, Mailbox reader, Instant written) {
        String id = behind.id().value();
        await("papers are ranked, and a signal counts")
                .atMost(leftOf(PROMISED, written))
                .until(() -> {
                    List<JsonNode> ranking = PIPELINE.ranking("rising/day");
                    return ranking.size() >= 14
                            && ranking.stream()
                                    .filter(entry -> entry.at("/paper/id").asText().equals(id))
                                    .anyMatch(
                                            entry -> entry.at("/reasons/0/reading").asInt() == 77);
                });
        await("the site shows the papers")
                .atMost(leftOf(PROMISED, written))
                .until(() -> {
                    String page = Http.get(PIPELINE.notifier().at("/")).body();
                    return page.contains(Listings.pageTitle(13)) && page.contains(behind.title());
                });
        await("a search finds the paper")
                .atMost(leftOf(PROMISED, written))
                .until(() ->
                        Http.get(PIPELINE.ranking().at("/api/v1/search?q=behind"))
                                .body()
                                .contains(id));
        await("notify has its score and its vector")
                .atMost(leftOf(PROMISED, written))
                .until(() -> isCandidateWithVector(id));
        assertThat(reader.await(mail -> mail.text().contains(behind.title())).subject())
                .startsWith("Taking off: ");
        await("a model can be proposed")
                .atMost(leftOf(PROMISED, written))
                .until(() ->
                        Http.postAsOperator(
                                                PIPELINE.ranking().at("/api/v1/priors"),
                                                Pipeline.OPERATOR_TOKEN,
                                                "application/json",
                                                nextModel())
                                        .status()
                                == 200);
    }

    private static boolean isCandidateWithVector(String paper) throws SQLException {
        TestDatabase database = NOTIFY_DATABASE.database();
        try (Connection connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                PreparedStatement query =
                        connection.prepareStatement(
                                "select 1 from candidate join paper_vector using (paper_id)"
                                        + " where paper_id = ?")) {
            query.setString(1, paper);
            return query.executeQuery().next();
        }
    }

    /** The model that is active, as another version. */
    private static byte[] nextModel() throws IOException {
        Path priors = Checkout.root().resolve("ranking-service/src/main/resources/priors");
        try (Stream<Path> files = Files.list(priors)) {
            ObjectNode model =
                    (ObjectNode)
                            EventJson.mapper()
                                    .readTree(Files.readString(files.findFirst().orElseThrow()));
            return EventJson.mapper()
                    .writeValueAsBytes(model.put("version", model.path("version").asInt() + 1));
        }
    }

    /** What readiness says meanwhile; nothing stands still for as long as it allows. */
    private static final class FailedChecks implements AutoCloseable {

        private final List<String> found = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        private final Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!closed) {
                                for (ServiceProcess service : PIPELINE.services()) {
                                    service.failedChecks()
                                            .forEach((name, why) ->
                                                    found.add(
                                                            service.name()
                                                                    + ": "
                                                                    + name
                                                                    + " "
                                                                    + why));
                                }
                                LockSupport.parkNanos(ONE_LOOK.toNanos());
                            }
                        });

        @Override
        public void close() {
            closed = true;
            LockSupport.unpark(thread);
        }
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
        await(papers + " papers are in the ranking")
                .atMost(Duration.ofMinutes(2))
                .ignoreException(UncheckedIOException.class)
                .until(() -> PIPELINE.ranking("rising/day").size() >= papers);
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
