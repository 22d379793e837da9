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
 * services costs seconds.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {

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
        for (ServiceProcess service : pipeline.services()) {
            await("HTTP is up")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> service.ready().status() == 503);
            assertThat(service.ready().body().toLowerCase(Locale.ROOT)).contains("kafka");
        }
        assertThat(pipeline.ingest().ready().body().toLowerCase(Locale.ROOT)).contains("database");
        assertThat(pipeline.notifier().ready().body().toLowerCase(Locale.ROOT))
                .contains("database");

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
        await("ingest misses Kafka")
                .atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.ingest().ready().status() == 503);
        Web.Answer answer = pipeline.importListing(Listings.page(7), now());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
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
        for (ServiceProcess service : List.of(pipeline.ingest(), pipeline.notifier())) {
            await("the database is missed")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> service.ready().status() == 503);
        }
        assertThat(pipeline.importListing(Listings.page(9), now()).status()).isEqualTo(503);
        assertThat(pipeline.subscribe(address, "DAILY").status()).isEqualTo(503);
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
