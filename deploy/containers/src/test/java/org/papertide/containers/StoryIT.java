package org.papertide.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.papertide.testing.Mailbox;
import org.papertide.testing.ReceivedMail;

/** From a listing to an inbox, on the images. */
@OnContainers
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoryIT {

    private static final int PAPERS = 25;

    /** Below all others until it breaks out. */
    private static final int DARK_HORSE = PAPERS;

    private static final Installation INSTALLATION = new Installation();

    @BeforeAll
    static void start() {
        INSTALLATION.start();
    }

    @AfterAll
    static void stop() {
        INSTALLATION.close();
    }

    @Test
    @Order(1)
    void listingsBecomeARankingADigestAndAnAlert() {
        Story story = new Story(INSTALLATION);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        story.importPapers(
                1, PAPERS, n -> Papers.early(n, DARK_HORSE), now.minus(Duration.ofHours(4)));
        story.importPapers(1, PAPERS, n -> Papers.later(n, DARK_HORSE), now.minusSeconds(60));
        story.awaitRanked(INSTALLATION.ranking(), PAPERS);
        story.awaitFoundByMeaning(INSTALLATION.ranking(), Papers.title(1));
        story.awaitOnSite(Papers.title(1));
        story.assertPublished(PAPERS);

        Mailbox daily = story.subscribe("daily@readers.example", "DAILY");
        Mailbox instant = story.subscribe("instant@readers.example", "INSTANT");
        JsonNode account = story.awaitClosed(story.plan(now));
        assertThat(account.path("planned").asInt()).as(account.toString()).isEqualTo(1);
        assertThat(account.path("accepted").asInt()).as(account.toString()).isEqualTo(1);
        assertThat(story.repeatedDigests(daily, 1)).isZero();

        story.importPapers(
                DARK_HORSE, DARK_HORSE, _ -> 640, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        ReceivedMail alert = instant.await(mail -> mail.text().contains(Papers.title(DARK_HORSE)));
        assertThat(alert.header("List-Unsubscribe")).isPresent();
    }

    @Test
    @Order(2)
    void aServiceRunsWithoutRootAndEndsWhenItIsAsked() {
        for (Box service : INSTALLATION.services()) {
            var container = service.inspect();
            assertThat(container.getConfig().getUser()).isEqualTo("10001:10001");
            assertThat(container.getConfig().getLabels())
                    .containsKeys(
                            "org.opencontainers.image.revision",
                            "org.opencontainers.image.created",
                            "org.opencontainers.image.version");
            // 128 + SIGTERM: it ended by itself, and was not killed (137).
            assertThat(service.stop()).as(service.name()).isEqualTo(143);
        }
    }
}
