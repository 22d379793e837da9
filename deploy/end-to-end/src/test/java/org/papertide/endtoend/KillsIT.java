package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.testing.Http;
import org.papertide.testing.ReceivedMail;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TopicReader;

/**
 * {@code kill -9} at moments drawn with a fixed seed. How many kills and how much work: {@code
 * -Dpapertide.kills=10 -Dpapertide.kills.papers=2000 -Dpapertide.kills.subscribers=500} is the full
 * measure; the build takes a small one.
 */
class KillsIT {

    private static final int KILLS = Integer.getInteger("papertide.kills", 2);
    private static final int PAPERS = Integer.getInteger("papertide.kills.papers", 600);
    private static final int SUBSCRIBERS = Integer.getInteger("papertide.kills.subscribers", 40);

    /** Of notify to the mail server, as its settings say by default. */
    private static final int CONNECTIONS = 2;

    private static final Random RANDOM = new Random(20260504);

    private static Pipeline pipeline;

    @BeforeAll
    static void start() {
        pipeline = Pipeline.shared().start();
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @Test
    void everyPaperArrivesOnceAndEveryoneGetsTheDigest() {
        byte[] page = Listings.page(PAPERS);
        CompletableFuture<Void> kills =
                CompletableFuture.runAsync(
                        () -> killAtRandom(List.of(pipeline.ingest(), pipeline.ranking())));
        importUntilItIsThere(page);
        kills.join();
        importUntilItIsThere(page);
        await("papers.v1 equals the input")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertThat(publishedTitles())
                                .containsExactlyInAnyOrderElementsOf(titles()));
        pipeline.services().forEach(ServiceProcess::awaitReady);
        await("the ranking is full")
                .atMost(Duration.ofMinutes(2))
                .ignoreException(UncheckedIOException.class)
                .until(() -> pipeline.ranking("rising/day").size() == Math.min(PAPERS, 200));

        List<String> addresses =
                IntStream.range(0, SUBSCRIBERS)
                        .mapToObj(n -> pipeline.stack().newAddress("reader" + n))
                        .toList();
        addresses.forEach(KillsIT::subscribeAndConfirm);
        JsonNode edition = pipeline.planDaily(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        killAtRandom(List.of(pipeline.notifier()));
        pipeline.notifier().awaitReady();
        JsonNode account = pipeline.awaitClosed(edition, Duration.ofMinutes(5));
        assertThat(account.path("planned").asInt()).isEqualTo(SUBSCRIBERS);
        assertThat(account.path("accepted").asInt() + account.path("uncertain").asInt())
                .as(account.toString())
                .isEqualTo(SUBSCRIBERS);
        assertThat(digestsBeyondOne(addresses)).isLessThanOrEqualTo(KILLS * CONNECTIONS);
    }

    /** Mails that were sent again, as each connection may do once when its process is killed. */
    private static int digestsBeyondOne(List<String> addresses) {
        int beyond = 0;
        for (String address : addresses) {
            List<ReceivedMail> digests =
                    pipeline.stack().mailbox(address).mails().stream()
                            .filter(mail ->
                                    mail.header("Message-ID").orElse("").startsWith("<daily."))
                            .toList();
            assertThat(digests).as("digests to " + address).isNotEmpty();
            assertThat(digests.stream().map(mail -> mail.header("Message-ID")).distinct())
                    .hasSize(1);
            beyond += digests.size() - 1;
        }
        return beyond;
    }

    private static void killAtRandom(List<ServiceProcess> services) {
        for (int kill = 0; kill < KILLS; kill++) {
            for (ServiceProcess service : services) {
                LockSupport.parkNanos(Duration.ofMillis(RANDOM.nextInt(1_500)).toNanos());
                service.kill();
                service.start();
            }
        }
    }

    /** An operator repeats an import that was cut off. */
    private static void importUntilItIsThere(byte[] page) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        await("the import is through")
                .atMost(Duration.ofMinutes(3))
                .ignoreException(UncheckedIOException.class)
                .until(() -> pipeline.importListing(page, now).status() == 200);
    }

    private static Set<String> titles() {
        Set<String> titles = new HashSet<>();
        for (int n = 1; n <= PAPERS; n++) {
            titles.add(Listings.pageTitle(n));
        }
        return titles;
    }

    /**
     * The titles of all papers in the topic; a paper that was published with another revision
     * counts once.
     */
    private static List<String> publishedTitles() {
        Set<String> seen = new HashSet<>();
        return new TopicReader(pipeline.stack().kafka())
                .events(pipeline.topicPrefix() + "papers.v1", EventCodec.PAPER).stream()
                        .filter(paper -> seen.add(paper.id() + "@" + paper.revision()))
                        .map(Paper::title)
                        .toList();
    }

    private static void subscribeAndConfirm(String address) {
        await("subscribed")
                .atMost(Duration.ofMinutes(2))
                .ignoreException(UncheckedIOException.class)
                .until(() -> pipeline.subscribe(address, "DAILY").status() == 202);
        String link =
                pipeline.stack()
                        .mailbox(address)
                        .await(mail -> mail.link("/confirm/").isPresent())
                        .link("/confirm/")
                        .orElseThrow();
        String path = URI.create(link).getPath();
        assertThat(Http.postForm(pipeline.notifier().at(path), "").status()).isBetween(200, 303);
    }
}
