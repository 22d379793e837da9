package org.papertide.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Mailbox;

/**
 * What an operator fears, on the images. After each fault every paper that was imported is on the
 * stream and in the ranking, and each subscriber has the edition that was planned.
 */
@OnContainers
@WithAllFaults
class FaultsIT {

    private static final int READERS = 20;

    /** One mail per connection may be on its way when a process is killed. */
    private static final int CONNECTIONS = 2;

    /** Papers that a fault meets. */
    private static final int STEP = 8;

    private static final Installation INSTALLATION =
            new Installation(Map.of("/var/lib/papertide", "size=256m,uid=10001,gid=10001"));
    private static final Story STORY = new Story(INSTALLATION);
    private static final List<Mailbox> READING = new ArrayList<>();

    private static int papers;
    private static int editions;

    /** Digests that were mailed again so far. */
    private static int repeated;

    @BeforeAll
    static void start() {
        INSTALLATION.start();
        for (int n = 1; n <= READERS; n++) {
            READING.add(STORY.subscribe("reader%d@readers.example".formatted(n), "DAILY"));
        }
    }

    @AfterAll
    static void stop() {
        INSTALLATION.close();
    }

    @Test
    void aServiceIsKilled() {
        assertNothingIsLost(
                CONNECTIONS,
                () ->
                        INSTALLATION
                                .services()
                                .forEach(service -> {
                                    service.kill();
                                    service.start();
                                }));
    }

    @Test
    void kafkaStandsStill() {
        assertNothingIsLost(
                0,
                () -> {
                    INSTALLATION.broker().pause();
                    Story.pass(Duration.ofSeconds(40));
                    INSTALLATION.broker().resume();
                });
    }

    @Test
    void kafkaIsKilled() {
        assertNothingIsLost(
                0,
                () -> {
                    INSTALLATION.broker().kill();
                    INSTALLATION.broker().start();
                });
    }

    @Test
    void postgresIsRestarted() {
        assertNothingIsLost(CONNECTIONS, INSTALLATION.database()::restart);
    }

    @Test
    void aServiceIsCutOffTheNetwork() {
        assertNothingIsLost(
                CONNECTIONS,
                () ->
                        INSTALLATION
                                .services()
                                .forEach(service -> {
                                    service.disconnect();
                                    Story.pass(Duration.ofSeconds(12));
                                    service.connect();
                                }));
    }

    @Test
    void theDiskOfTheStoresIsFull() {
        String ballast = "/var/lib/papertide/ballast";
        assertNothingIsLost(
                0,
                () -> {
                    Box ranking = INSTALLATION.ranking();
                    // As much as there is room for.
                    var filled = ranking.run("dd", "if=/dev/zero", "of=" + ballast, "bs=1M");
                    assertThat(filled.getExitCode()).isNotZero();
                    assertThat(filled.getStderr()).contains("No space left on device");
                    await("ranking tells that the disk is full")
                            .atMost(Duration.ofSeconds(30))
                            .until(() ->
                                    ranking.metric("papertide_ranking_disk_free_ratio").orElse(1)
                                            < 0.01);
                    Story.pass(Duration.ofSeconds(15));
                    assertThat(ranking.run("rm", ballast).getExitCode()).isZero();
                    // What could not write is opened anew.
                    ranking.restart();
                });
    }

    /** Lets a fault come while papers are imported and an edition is sent; then looks at all. */
    private static void assertNothingIsLost(int repeats, Runnable fault) {
        importMore();
        STORY.awaitRanked(INSTALLATION.ranking(), papers);
        STORY.awaitOnSite(Papers.title(papers));
        // Digests are one a day for each reader: each fault has a day of its own.
        JsonNode edition = STORY.plan(now().plus(Duration.ofDays(editions++)));
        CompletableFuture<Void> importing = CompletableFuture.runAsync(FaultsIT::importMore);
        fault.run();
        importing.join();
        INSTALLATION.services().forEach(Box::awaitReady);

        STORY.awaitRanked(INSTALLATION.ranking(), papers);
        STORY.assertPublished(papers);
        JsonNode account = STORY.awaitClosed(edition);
        assertThat(account.path("planned").asInt()).as(account.toString()).isEqualTo(READERS);
        assertThat(account.path("accepted").asInt() + account.path("uncertain").asInt())
                .as(account.toString())
                .isEqualTo(READERS);
        int now = READING.stream().mapToInt(mails -> STORY.repeatedDigests(mails, editions)).sum();
        assertThat(now - repeated).isLessThanOrEqualTo(repeats);
        repeated = now;
    }

    /** All papers so far, and some more: what a fault kept out comes in with the next. */
    private static void importMore() {
        papers += STEP;
        STORY.importPapers(1, papers, n -> n, now());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
