package org.papertide.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;
import org.testcontainers.DockerClientFactory;

/**
 * Two of each service at work at the same time, and then the first of each leaves: as when there
 * are replicas, and as in an upgrade, where the first are of the release before.
 */
@OnContainers
@WithAllFaults
class ReplacementIT {

    private static final int READERS = 20;
    private static final int STEP = 15;

    /**
     * The images of the release before, made by {@code ./papertide images --tag previous} there.
     */
    private static final String PREVIOUS = "previous";

    @ParameterizedTest
    @ValueSource(strings = {"same", PREVIOUS})
    void nothingIsLostWhenTheFirstOfTwoLeaves(String first) {
        String tag = first.equals(PREVIOUS) ? PREVIOUS : Installation.tag();
        assumeTrue(isThere(tag), "there are no images of the tag " + tag);
        try (Installation installation = Installation.behindProxy(tag)) {
            Box notifySecond = installation.notifier("notify-2", Installation.tag());
            Box ingestSecond = installation.ingest("ingest-2", Installation.tag());
            Box rankingSecond = installation.ranking("ranking-2", Installation.tag(), Map.of());
            installation.start();
            Story story = new Story(installation);
            // The proxy looks names up when it starts, and this one is in the way of nobody yet.
            notifySecond.create();
            installation.proxy().create();

            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger asked = new AtomicInteger();
            List<String> failed = new ArrayList<>();
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                while (!done.get()) {
                                    asked.incrementAndGet();
                                    read(installation, failed);
                                }
                            });
            List<Mailbox> reading = new ArrayList<>();
            try {
                notifySecond.awaitReady();
                story.importPapers(1, STEP, n -> n, now());
                for (int n = 1; n <= READERS; n++) {
                    reading.add(story.subscribe("reader%d@readers.example".formatted(n), "DAILY"));
                }
                ingestSecond.create();
                rankingSecond.create();
                ingestSecond.awaitReady();
                rankingSecond.awaitReady();
                story.importPapers(ingestSecond, STEP + 1, 2 * STEP, n -> n, now());
                story.awaitRanked(installation.ranking(), 2 * STEP);
                story.awaitRanked(rankingSecond, 2 * STEP);
                story.awaitOnSite(Papers.title(2 * STEP));

                JsonNode edition = story.plan(now());
                assertThat(installation.notifier().stop()).isEqualTo(143);
                assertThat(installation.ranking().stop()).isEqualTo(143);
                assertThat(installation.ingest().stop()).isEqualTo(143);
                story.importPapers(ingestSecond, 2 * STEP + 1, 3 * STEP, n -> n, now());
                story.awaitRanked(rankingSecond, 3 * STEP);
                story.awaitOnSite(Papers.title(3 * STEP));
                story.assertPublished(3 * STEP);
                JsonNode account = story.awaitClosed(edition);
                assertThat(account.path("accepted").asInt())
                        .as(account.toString())
                        .isEqualTo(READERS);
                assertThat(
                                reading.stream()
                                        .mapToInt(mails -> story.repeatedDigests(mails, 1))
                                        .sum())
                        .isZero();
            } finally {
                done.set(true);
                join(reader);
            }
            assertThat(failed).as("of %d requests", asked.get()).isEmpty();
        }
    }

    private static void read(Installation installation, List<String> failed) {
        try {
            Http.Answer answer = Http.get(installation.site("/privacy"));
            if (answer.status() != 200) {
                failed.add(answer.status() + " at " + Instant.now());
            }
        } catch (UncheckedIOException e) {
            failed.add(e.getMessage() + " at " + Instant.now());
        }
    }

    private static boolean isThere(String tag) {
        return DockerClientFactory.instance().client().listImagesCmd().exec().stream()
                .flatMap(image -> Stream.ofNullable(image.getRepoTags()).flatMap(Stream::of))
                .anyMatch(("papertide/notify-service:" + tag)::equals);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
