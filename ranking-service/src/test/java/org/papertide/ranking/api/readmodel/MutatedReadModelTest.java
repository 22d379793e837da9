package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.id;
import static org.papertide.ranking.api.readmodel.Readers.paper;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Bounds;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.testing.fuzz.MutatedEvents;

/**
 * Almost good records of each topic go into the stores of the read model: none ends the thread that
 * fills them, readers are answered, and the good record behind them is stored.
 */
class MutatedReadModelTest {

    private static final Instant QUARTER = Instant.parse("2025-03-03T09:45:00Z");

    private final Readers readers = new Readers();

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void ofPapers() {
        var good =
                paper(
                        1,
                        1,
                        Readers.NOW,
                        PaperStatus.LISTED,
                        null,
                        List.of(new PaperId("doi:10.1234/tides")),
                        "cs.LG");
        send(Topic.PAPERS, EventCodec.PAPER, good, "arxiv:2501.00001");
        readers.send(paper(2, Readers.NOW, "cs.LG"));

        assertThat(readers.readModel.findPaper(id(2))).isPresent();
        long revision = 2_000_000;
        for (long ahead = Instant.now().getEpochSecond() + 2_000;
                ahead < Bounds.MAX_COUNT;
                ahead *= 2) {
            readers.send(paper(1, ahead, Readers.NOW, PaperStatus.WITHDRAWN, null, List.of()));
        }
        readers.send(paper(1, revision, Readers.NOW, PaperStatus.LISTED, null, List.of(), "cs.LG"));
        assertThat(readers.readModel.findPaper(id(1)))
                .hasValueSatisfying(
                        found -> assertThat(found.status()).isEqualTo(PaperStatus.LISTED));
    }

    @Test
    void ofScores() {
        var good =
                Readers.score(
                        paper(1, Readers.NOW, "cs.LG"),
                        3,
                        Readers.upvotes(),
                        Map.of(Window.DAY, true));
        send(Topic.SCORES, EventCodec.SCORE, good, "arxiv:2501.00001");
        assertThat(readers.readModel.findScore(id(1))).isNotNull();
        readers.send(good);

        assertThat(readers.readModel.findScore(id(1))).contains(good);
    }

    @Test
    void ofRankings() {
        var good = Readers.ranking(Readers.RISING_DAY, Readers.NOW, 5, 1, 2);
        send(Topic.RANKINGS, EventCodec.RANKING, good, "rising/day");
        assertThat(readers.readModel.findRanking(Readers.RISING_DAY)).isNotNull();
        readers.send(good);

        assertThat(readers.readModel.findRanking(Readers.RISING_DAY)).contains(good);
    }

    @Test
    void ofPastRankings() {
        var good = Readers.past("cs.LG", QUARTER, 5, 1, 2);
        send(Topic.PAST_RANKINGS, EventCodec.PAST_RANKINGS, good, good.key());
        readers.send(Readers.past("cs.LG", QUARTER.plusSeconds(900), 4, 2));

        assertThat(readers.readModel.findMoment("cs.LG", QUARTER.plusSeconds(900)))
                .hasValueSatisfying(
                        moment -> assertThat(moment.at()).isEqualTo(QUARTER.plusSeconds(900)));
    }

    private <T> void send(Topic topic, EventCodec<T> codec, T good, String key) {
        MutatedEvents mutations = new MutatedEvents(codec.encode(good));
        for (int seed = 0; seed < MutatedEvents.count(); seed++) {
            byte[] value = mutations.mutation(seed);
            readers.send(
                    topic,
                    codec.decode(value) instanceof Decoded.Event<T>(T event)
                            ? codec.key(event)
                            : key,
                    value);
        }
    }
}
