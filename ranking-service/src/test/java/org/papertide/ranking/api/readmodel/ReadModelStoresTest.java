package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.id;
import static org.papertide.ranking.api.readmodel.Readers.paper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.ranking.api.paper.PaperHistory;

class ReadModelStoresTest {

    private static final PaperId TITLE = new PaperId("title:0123456789abcdef0123456789abcdef");

    private final Readers readers = new Readers();

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void findsAPaperUnderAnyIdentityThatItHasOrHad() {
        readers.send(paper(1, 1, NOW, PaperStatus.LISTED, null, List.of(TITLE), "cs.LG"));
        readers.send(paper(2, 2, NOW, PaperStatus.MERGED, id(1), List.of()));
        readers.send(paper(3, 2, NOW, PaperStatus.MERGED, id(2), List.of()));

        for (PaperId id : List.of(id(1), TITLE, id(2), id(3))) {
            assertThat(readers.readModel.findPaper(id))
                    .as(id.value())
                    .map(found -> found.summary().id())
                    .contains(id(1));
        }

        readers.send(paper(1, 2, NOW, PaperStatus.LISTED, null, List.of(), "cs.LG"));
        assertThat(readers.readModel.findPaper(TITLE)).isEmpty();
    }

    @Test
    void doesNotTurnInACircle() {
        readers.send(paper(1, 1, NOW, PaperStatus.MERGED, id(2), List.of()));
        readers.send(paper(2, 1, NOW, PaperStatus.MERGED, id(1), List.of()));

        assertThat(readers.readModel.findPaper(id(1))).isPresent();
    }

    @Test
    void ignoresALowerRevisionAndForgetsWhatIsDeleted() {
        readers.send(paper(1, 2, NOW, PaperStatus.WITHDRAWN, null, List.of(TITLE)));
        readers.send(paper(1, 1, NOW, PaperStatus.LISTED, null, List.of(TITLE)));
        assertThat(readers.readModel.findPaper(id(1)))
                .map(CataloguedPaper::status)
                .contains(PaperStatus.WITHDRAWN);

        readers.send(Topic.PAPERS, id(1).value(), "{".getBytes(StandardCharsets.UTF_8));
        assertThat(readers.readModel.findPaper(TITLE)).isPresent();

        readers.send(Topic.PAPERS, id(1).value(), null);
        assertThat(readers.readModel.findPaper(id(1))).isEmpty();
        assertThat(readers.size(ReadModelStores.CATALOGUE)).isZero();
    }

    @Test
    void keepsTheLastScore() {
        var paper = paper(1, NOW, "cs.LG");
        readers.send(Readers.score(paper, 1, Readers.upvotes(), Map.of(Window.DAY, true)));
        readers.send(Readers.score(paper, 2, Readers.upvotes(), Map.of(Window.DAY, true)));
        assertThat(readers.readModel.findScore(id(1)))
                .hasValueSatisfying(score -> assertThat(score.score()).isEqualTo(2));

        readers.send(Topic.SCORES, id(1).value(), null);
        assertThat(readers.readModel.findScore(id(1))).isEmpty();
    }

    @Test
    void tellsWhichRankingHasChanged() {
        readers.send(Readers.ranking(Readers.RISING_DAY, NOW, 5, 1));
        assertThat(readers.changed).containsExactly("rising/day");
    }

    @Test
    void keepsAsManyMomentsOfThePastAsTheRingHolds() {
        Instant start = Instant.parse("2025-01-01T00:00:00Z");
        for (int quarter = 0; quarter <= 4 * 24 * 16; quarter++) {
            readers.send(
                    Readers.past("cs.LG", start.plus(Duration.ofMinutes(15L * quarter)), 5, 1));
        }
        Instant end = start.plus(Duration.ofDays(16));

        assertThat(moment(end.minusSeconds(1))).isEqualTo(end.minusSeconds(900));
        assertThat(moment(end.minus(Duration.ofDays(3)).minusSeconds(1)))
                .isEqualTo(end.minus(Duration.ofDays(3)).minusSeconds(3600));
        assertThat(moment(end.minus(Duration.ofDays(15)).plusSeconds(7200)))
                .isEqualTo(end.minus(Duration.ofDays(15)));
        // Each moment, and where it is in the ring: 144 quarters, 322 hours, 17 midnights.
        assertThat(readers.size(ReadModelStores.PAST)).isEqualTo(2 * (144 + 322 + 17));
        assertThat(readers.readModel.findMoment("cs.LG", start.minusSeconds(1))).isEmpty();
        assertThat(readers.readModel.findMoment("cs.LG", Instant.EPOCH.minusNanos(1))).isEmpty();
        assertThat(readers.readModel.findMoment("cs.LG", Instant.MIN)).isEmpty();
        assertThat(readers.readModel.findMoment(null, end)).isEmpty();
        assertThat(readers.readModel.findFirstMoment("cs.LG")).contains(start);
    }

    @Test
    void leavesOutMomentsThatWereAheadOfTheClock() {
        Instant quarter = Instant.ofEpochSecond(NOW.getEpochSecond() / 900 * 900);
        readers.send(Readers.past("cs.LG", quarter, 5, 1));
        long size = readers.size(ReadModelStores.PAST);
        for (Duration ahead :
                List.of(Duration.ofMinutes(30), Duration.ofDays(14), Duration.ofDays(366 * 10))) {
            readers.send(Readers.past("cs.LG", quarter.plus(ahead), 5, 2));
        }

        assertThat(readers.size(ReadModelStores.PAST)).isEqualTo(size);
        assertThat(moment(Instant.MAX)).isEqualTo(quarter);
    }

    @Test
    void goesOnWhateverTheKeyIs() {
        for (String key :
                List.of("", "/", "top/month/", "top/month/\u3000", "a/b/c", "x".repeat(9000))) {
            readers.send(Topic.RANKINGS, key, new byte[] {1});
            readers.send(Topic.PAST_RANKINGS, key, new byte[] {1});
            readers.send(Topic.PAPERS, key, new byte[] {1});
            readers.send(Topic.SCORES, key, new byte[] {1});
        }
        readers.send(Readers.ranking(Readers.RISING_DAY, NOW, 5, 1));

        assertThat(readers.readModel.findRanking(Readers.RISING_DAY)).isPresent();
        assertThat(readers.changed).containsExactly("rising/day");
        assertThat(readers.size(ReadModelStores.RANKINGS)).isEqualTo(1);
    }

    private Instant moment(Instant at) {
        return readers.readModel.findMoment("cs.LG", at).orElseThrow().at();
    }

    @Test
    void isNotThrownByWhatIsNoEvent() {
        byte[] rubbish = {1, 2, 3};
        readers.send(Topic.PAST_RANKINGS, "day/1", rubbish);
        readers.send(Topic.SCORES, id(1).value(), rubbish);
        readers.send(Topic.RANKINGS, "rising/day", rubbish);

        assertThat(readers.readModel.findScore(id(1))).isEmpty();
        assertThat(readers.readModel.findRanking(Readers.RISING_DAY)).isEmpty();
        assertThat(readers.size(ReadModelStores.PAST)).isZero();
        readers.send(paper(1, NOW, "cs.LG"));
        assertThat(
                        PaperHistory.of(
                                        readers.readModel.findPaper(id(1)).orElseThrow().summary(),
                                        readers.readModel)
                                .ranks())
                .isEmpty();
    }
}
