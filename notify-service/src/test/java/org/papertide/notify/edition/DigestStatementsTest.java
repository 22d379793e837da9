package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventJson;
import org.papertide.events.Order;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.notify.InventedScores;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.QuteMessageComposer;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.message.Samples;
import org.papertide.notify.message.Templates;
import org.papertide.testing.statement.DigestStatements;

class DigestStatementsTest {

    private final QuteMessageComposer composer =
            new QuteMessageComposer(new Templates(), List.of(), Samples.RHYTHM);

    /** Three digests in a row to one reader: no paper twice, and every sentence is so. */
    @Test
    void everyStatementAgreesWithTheRankings() {
        for (long seed = 1; seed <= 40; seed++) {
            List<Score> scores = InventedScores.scores(seed, 90);
            boolean weekly = seed % 2 == 0;
            Window window = weekly ? Window.WEEK : Window.DAY;
            RankedCandidates candidates =
                    RankedCandidates.of(
                            RankedCandidates.Found.of(
                                    InventedScores.inOrder(scores, Order.RISING, window)),
                            RankedCandidates.Found.of(
                                    InventedScores.inOrder(scores, Order.TOP, window)),
                            List.of());
            Set<String> mailed = new HashSet<>();
            for (int digest = 0; digest < 3; digest++) {
                DigestSelection selection =
                        DigestSelection.of(
                                candidates,
                                5 + (int) seed % 9,
                                paper -> !mailed.contains(paper.id()));
                RenderedMessage mail =
                        composer.digest(
                                        DigestComposer.content(
                                                weekly
                                                        ? DigestContent.Kind.WEEKLY
                                                        : DigestContent.Kind.DAILY,
                                                InventedScores.NOW,
                                                ZoneId.of("UTC"),
                                                selection))
                                .message();
                assertThat(
                                new DigestStatements(
                                                json(scores, Order.RISING, window),
                                                json(scores, Order.TOP, window),
                                                mailed,
                                                LocalDate.of(2026, 5, 4))
                                        .untrue(mail.subject(), mail.text(), mail.html()))
                        .as("seed %d, digest %d", seed, digest)
                        .isEmpty();
                mailed.addAll(selection.papers());
            }
        }
    }

    /** Each of these words is wrong in one place, and right where it is left alone. */
    @Test
    void findsWhatIsNotSoWhereverItIsSaid() {
        List<Score> scores = InventedScores.scores(3, 60);
        RankedCandidates candidates =
                RankedCandidates.of(
                        RankedCandidates.Found.of(
                                InventedScores.inOrder(scores, Order.RISING, Window.DAY)),
                        RankedCandidates.Found.of(
                                InventedScores.inOrder(scores, Order.TOP, Window.DAY)),
                        List.of());
        RenderedMessage mail =
                composer.digest(
                                DigestComposer.content(
                                        DigestContent.Kind.DAILY,
                                        InventedScores.NOW,
                                        ZoneId.of("UTC"),
                                        DigestSelection.of(candidates, 9, _ -> true)))
                        .message();
        assertThat(untrue(scores, mail)).isEmpty();
        for (String right :
                List.of(
                        "4 May 2026",
                        "listed within 24 hours",
                        "within a day.</p>",
                        "Top of the day",
                        "Ada Ebb",
                        "cs.LG",
                        "Expected: about ",
                        " expected",
                        "daily digest",
                        "Read on the web",
                        "1. <a")) {
            assertThat(mail.html()).contains(right);
            String html = mail.html().replaceFirst(Pattern.quote(right), "x$0");
            assertThat(untrue(scores, new RenderedMessage(mail.subject(), mail.text(), html)))
                    .as(right)
                    .isNotEmpty();
        }
        assertThat(untrue(scores, new RenderedMessage("Papers", mail.text(), mail.html())))
                .isNotEmpty();
        assertThat(
                        untrue(
                                scores,
                                new RenderedMessage(
                                        mail.subject(), mail.text() + "More.", mail.html())))
                .isNotEmpty();
    }

    private static List<String> untrue(List<Score> scores, RenderedMessage mail) {
        return new DigestStatements(
                        json(scores, Order.RISING, Window.DAY),
                        json(scores, Order.TOP, Window.DAY),
                        Set.of(),
                        LocalDate.of(2026, 5, 4))
                .untrue(mail.subject(), mail.text(), mail.html());
    }

    private static JsonNode json(List<Score> scores, Order order, Window window) {
        return EventJson.mapper().valueToTree(InventedScores.ranking(scores, order, window));
    }
}
