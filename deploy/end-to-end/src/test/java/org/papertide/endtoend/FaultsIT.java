package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.papertide.testing.Mailbox;
import org.papertide.testing.PrivateStack;
import org.papertide.testing.TestServer;
import org.papertide.testing.TestStack;

/**
 * What happens while Kafka or PostgreSQL is away. One story in three parts, since each start of the
 * services costs seconds. How long each is away in the middle: {@code
 * -Dpapertide.faults.away=PT60S} is the full measure; the build takes a short one.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {

    private static final Duration AWAY =
            Duration.parse(System.getProperty("papertide.faults.away", "PT2S"));

    private static final PrivateStack SERVERS = TestStack.privateStack();
    private static final TestServer KAFKA = SERVERS.newKafka();
    private static final TestServer INGEST_DATABASE = SERVERS.newPostgres();
    private static final TestServer NOTIFY_DATABASE = SERVERS.newPostgres();

    private static Pipeline pipeline;
    private static List<Long> processes;

    @BeforeAll
    static void startServicesAlone() {
        pipeline = Pipeline.on(KAFKA, INGEST_DATABASE, NOTIFY_DATABASE);
        pipeline.services().forEach(ServiceProcess::start);
        processes = pipeline.services().stream().map(ServiceProcess::pid).toList();
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        SERVERS.close();
    }

    @Test
    @Order(1)
    void saysWhatIsMissingAndWaitsForIt() {
        awaitMissed("kafka", pipeline.services());
        awaitMissed("database", List.of(pipeline.ingest(), pipeline.notifier()));

        KAFKA.start();
        INGEST_DATABASE.start();
        NOTIFY_DATABASE.start();

        pipeline.services().forEach(ServiceProcess::awaitReady);
        assertSameProcesses();
    }

    @Test
    @Order(2)
    void losesNothingWhileKafkaIsAway() {
        KAFKA.stop();
        awaitMissed("kafka", pipeline.services());
        Web.Answer answer = pipeline.importListing(Listings.page(7), now());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        staysMissed("kafka", pipeline.services());
        KAFKA.start();

        pipeline.services().forEach(ServiceProcess::awaitReady);
        awaitRanked(7);
        assertSameProcesses();
    }

    @Test
    @Order(3)
    void refusesClearlyWhileTheDatabaseIsAwayAndGoesOn() {
        String address = pipeline.stack().newAddress("patient");
        INGEST_DATABASE.stop();
        NOTIFY_DATABASE.stop();
        List<ServiceProcess> users = List.of(pipeline.ingest(), pipeline.notifier());
        awaitMissed("database", users);
        assertThat(pipeline.importListing(Listings.page(9), now()).status()).isEqualTo(503);
        assertThat(pipeline.subscribe(address, "DAILY").status()).isEqualTo(503);
        staysMissed("database", users);
        INGEST_DATABASE.start();
        NOTIFY_DATABASE.start();

        pipeline.services().forEach(ServiceProcess::awaitReady);
        assertThat(pipeline.importListing(Listings.page(9), now()).status()).isEqualTo(200);
        assertThat(pipeline.subscribe(address, "DAILY").status()).isEqualTo(202);
        awaitRanked(9);
        Mailbox mailbox = pipeline.stack().mailbox(address);
        assertThat(mailbox.await(mail -> mail.link("/confirm/").isPresent())).isNotNull();
        assertSameProcesses();
    }

    private static void awaitMissed(String what, List<ServiceProcess> services) {
        for (ServiceProcess service : services) {
            await(what + " is missed")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> misses(what, service));
        }
    }

    /** HTTP is up and says what is missing, for all that time. */
    private static void staysMissed(String what, List<ServiceProcess> services) {
        await(what + " is missed all the time")
                .during(AWAY)
                .atMost(AWAY.plusSeconds(30))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> services.stream().allMatch(service -> misses(what, service)));
    }

    private static boolean misses(String what, ServiceProcess service) {
        Web.Answer answer = service.ready();
        return answer.status() == 503 && answer.body().toLowerCase(Locale.ROOT).contains(what);
    }

    private static void awaitRanked(int papers) {
        await(papers + " papers are in the ranking")
                .atMost(Duration.ofSeconds(60))
                .ignoreException(UncheckedIOException.class)
                .until(() -> pipeline.ranking("rising/day").size() == papers);
    }

    private static void assertSameProcesses() {
        assertThat(pipeline.services().stream().map(ServiceProcess::pid)).isEqualTo(processes);
        assertThat(processes)
                .allMatch(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
