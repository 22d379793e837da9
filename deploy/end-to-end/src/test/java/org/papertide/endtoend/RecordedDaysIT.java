package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Checkout;
import org.papertide.testing.Mailbox;
import org.papertide.testing.ReceivedMail;

/**
 * A week as Hugging Face listed it, at its own time: what page and digest say of it agrees with the
 * API. Where the recordings are not beside the checkout, invented days take their place.
 */
class RecordedDaysIT {

    private static final Instant NOW = Instant.parse("2025-12-04T18:00:00Z");
    private static final int DAYS = 7;
    private static final Path RECORDED =
            Checkout.root().resolve("../shared/data/hf/raw_api/api-jeongiin");

    @Test
    void whatIsSaidOfAWeekIsSo() throws IOException {
        Duration offset = Duration.between(Instant.now(), NOW);
        try (Pipeline pipeline = Pipeline.at(offset).start()) {
            LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
            for (LocalDate day = today.minusDays(DAYS - 1);
                    !day.isAfter(today);
                    day = day.plusDays(1)) {
                Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                Instant observed = end.isBefore(NOW) ? end : NOW;
                assertThat(pipeline.importListing(listing(day), observed).status())
                        .as("%s", day)
                        .isIn(200, 422);
            }
            await("papers are ranked")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> pipeline.ranking("top/week").size() >= 20);
            for (String key :
                    List.of(
                            "rising/day",
                            "rising/week",
                            "rising/month",
                            "top/day",
                            "top/week",
                            "top/month")) {
                Statements.assertPageIsTrue(pipeline, key, offset);
            }
            assertDigestsAreTrue(pipeline, Instant.now().plus(offset));
        }
    }

    /** The second daily one also says which papers were in the first. */
    private static void assertDigestsAreTrue(Pipeline pipeline, Instant now) {
        Mailbox daily = pipeline.newReader("DAILY");
        Mailbox weekly = pipeline.newReader("WEEKLY");
        Set<String> mailed =
                Statements.assertDigestIsTrue(
                        pipeline, digest(pipeline, daily, "DAILY", now), "day", now, Set.of());
        Instant next = now.plus(Duration.ofDays(1));
        assertThat(
                        Statements.assertDigestIsTrue(
                                pipeline,
                                digest(pipeline, daily, "DAILY", next),
                                "day",
                                next,
                                mailed))
                .isNotEmpty();
        var _ =
                Statements.assertDigestIsTrue(
                        pipeline, digest(pipeline, weekly, "WEEKLY", now), "week", now, Set.of());
    }

    private static ReceivedMail digest(
            Pipeline pipeline, Mailbox mailbox, String frequency, Instant asOf) {
        List<ReceivedMail> before = mailbox.mails();
        var _ = pipeline.awaitClosed(pipeline.plan(frequency, asOf), Duration.ofMinutes(2));
        String list = frequency.toLowerCase(Locale.ROOT);
        return mailbox.await(
                mail -> !before.contains(mail) && mail.header("List-Id").orElse("").contains(list));
    }

    private static byte[] listing(LocalDate day) throws IOException {
        Path recorded = RECORDED.resolve(day + ".json.gz");
        if (Files.exists(recorded)) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(recorded))) {
                return in.readAllBytes();
            }
        }
        Instant listed = day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(Duration.ofHours(3));
        return Listings.daily(listed, 25, n -> n * n % 97);
    }
}
