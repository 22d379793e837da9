package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
                                                mailed)
                                        .untrue(mail.html()))
                        .as("seed %d, digest %d", seed, digest)
                        .isEmpty();
                mailed.addAll(selection.papers());
            }
        }
    }

    private static JsonNode json(List<Score> scores, Order order, Window window) {
        return EventJson.mapper().valueToTree(InventedScores.ranking(scores, order, window));
    }
}
