package org.papertide.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;

/**
 * Two of each service at work at the same time, and then the first of each leaves: as when there
 * are replicas, and as in an upgrade, where the first are of the release before, or in a way back,
 * where the second are.
 */
@OnContainers
@WithAllFaults
class ReplacementIT {

    private static final int READERS = 20;
    private static final int STEP = 15;

    /** What a reader asks for: a page as it is, one of the database's, one of the ranking's. */
    private static final List<String> PAGES = List.of("/privacy", "/", "/search?q=ships");

    /** As long as the chart lets a pod go on after it was taken out. */
    private static final Duration TAKEN_OUT = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({"same, same", Installation.PREVIOUS + ", same", "same, " + Installation.PREVIOUS})
    void nothingIsLostWhenTheFirstOfTwoLeaves(String first, String second) {
        try (Installation installation = Installation.behindProxy(tag(first))) {
            Box notifySecond = installation.notifier("notify-2", tag(second));
            Box ingestSecond = installation.ingest("ingest-2", tag(second));
            Box rankingSecond = installation.ranking("ranking-2", tag(second), Map.of());
            installation.start();
            Story story = new Story(installation);
            Box proxy = installation.proxy().create();
            await("the proxy has started")
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> Http.get(installation.site("/privacy")).status() == 200);
            Box notifyFirst = installation.notifier();
            Box rankingFirst = installation.ranking();

            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger asked = new AtomicInteger();
            List<String> failed = new ArrayList<>();
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                while (!done.get()) {
                                    String page = PAGES.get(asked.getAndIncrement() % PAGES.size());
                                    read(installation.site(page), failed);
                                }
                            });
            List<Mailbox> reading = new ArrayList<>();
            try {
                notifySecond.create();
                notifySecond.awaitReady();
                Installation.lead(proxy, List.of(notifyFirst, notifySecond), List.of(rankingFirst));
                story.importPapers(1, STEP, n -> n, now());
                for (int n = 1; n <= READERS; n++) {
                    reading.add(story.subscribe("reader%d@readers.example".formatted(n), "DAILY"));
                }
                ingestSecond.create();
                rankingSecond.create();
                ingestSecond.awaitReady();
                rankingSecond.awaitReady();
                Installation.lead(
                        proxy,
                        List.of(notifyFirst, notifySecond),
                        List.of(rankingFirst, rankingSecond));
                story.importPapers(ingestSecond, STEP + 1, 2 * STEP, n -> n, now());
                story.awaitRanked(installation.ranking(), 2 * STEP);
                story.awaitRanked(rankingSecond, 2 * STEP);
                story.awaitOnSite(Papers.title(2 * STEP));

                Installation.lead(
                        proxy, List.of(notifySecond), List.of(rankingFirst, rankingSecond));
                Story.pass(TAKEN_OUT);
                // Both send it: being out of the proxy takes nobody off its work.
                JsonNode edition = story.plan(now());
                assertThat(notifyFirst.stop()).isEqualTo(143);
                Installation.lead(proxy, List.of(notifySecond), List.of(rankingSecond));
                Story.pass(TAKEN_OUT);
                assertThat(rankingFirst.stop()).isEqualTo(143);
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
            assertThat(asked.get()).isGreaterThan(100);
            assertThat(failed).as("of %d requests", asked.get()).isEmpty();
        }
    }

    private static void read(URI page, List<String> failed) {
        try {
            Http.Answer answer = Http.get(page);
            if (answer.status() != 200) {
                failed.add("%s: %d at %s".formatted(page, answer.status(), Instant.now()));
            }
        } catch (UncheckedIOException e) {
            failed.add("%s: %s at %s".formatted(page, e.getMessage(), Instant.now()));
        }
    }

    private static String tag(String release) {
        String tag =
                release.equals(Installation.PREVIOUS) ? Installation.PREVIOUS : Installation.tag();
        assumeTrue(Installation.isThere(tag), "there are no images of the tag " + tag);
        return tag;
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
