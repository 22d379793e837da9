package org.papertide.ranking.api.trending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;
import static org.papertide.ranking.api.readmodel.Readers.id;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperStatus;
import org.papertide.events.Ranking;
import org.papertide.platform.http.ProblemException;
import org.papertide.ranking.api.readmodel.Readers;

class RankingsTest {

    private static final Instant DAY_BEFORE = NOW.minus(Duration.ofDays(1));

    private final Readers readers = new Readers();
    private final Rankings rankings = new Rankings(readers.readModel, readers.clock);

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void tellsHowItStoodAtTheLastMomentThatIsKept() {
        for (int number = 1; number <= 3; number++) {
            readers.send(Readers.paper(number, DAY_BEFORE, "cs.LG"));
        }
        readers.send(Readers.past(null, DAY_BEFORE, 9, 3, 1));
        readers.send(Readers.past(null, NOW, 9, 1, 2, 3));

        Ranking past = rankings.past(RISING_DAY, NOW.plusSeconds(899));

        assertThat(past.asOf()).isEqualTo(NOW);
        assertThat(past.entries())
                .extracting(
                        entry -> entry.paper().id(),
                        Ranking.Entry::rank,
                        Ranking.Entry::previousRank,
                        Ranking.Entry::score)
                .containsExactly(
                        tuple(id(1), 1, 2, 9.0),
                        tuple(id(2), 2, null, 8.0),
                        tuple(id(3), 3, 1, 7.0));
        assertThat(rankings.past(RISING_DAY, NOW.minusSeconds(1)).asOf()).isEqualTo(DAY_BEFORE);
    }

    @Test
    void isThePresentOneWhereNothingHasChangedSince() {
        readers.send(Readers.past(null, DAY_BEFORE, 9, 3));
        readers.send(Readers.ranking(RISING_DAY, NOW.minusSeconds(60), 5, 1));

        assertThat(rankings.past(RISING_DAY, NOW)).isEqualTo(rankings.present(RISING_DAY));
        assertThat(rankings.past(RISING_DAY, NOW.minusSeconds(61)).asOf()).isEqualTo(DAY_BEFORE);
    }

    @Test
    void namesAPaperThatHasMergedByWhatItIsNow() {
        readers.send(Readers.paper(1, DAY_BEFORE, "cs.LG"));
        readers.send(Readers.paper(2, 2, DAY_BEFORE, PaperStatus.MERGED, id(1), List.of()));
        readers.send(Readers.past(null, DAY_BEFORE, 9, 2));

        assertThat(rankings.past(RISING_DAY, NOW).entries())
                .extracting(entry -> entry.paper().id())
                .containsExactly(id(1));
    }

    @Test
    void holdsAPaperOfTwoIdentitiesOnceInItsBetterPlace() {
        readers.send(Readers.paper(1, 3, DAY_BEFORE, PaperStatus.LISTED, null, List.of(id(2))));
        readers.send(Readers.paper(2, 2, DAY_BEFORE, PaperStatus.MERGED, id(1), List.of()));
        readers.send(Readers.paper(3, DAY_BEFORE, "cs.LG"));
        readers.send(Readers.past(null, DAY_BEFORE, 9, 3, 2));
        readers.send(Readers.past(null, NOW, 9, 2, 3, 1));

        assertThat(rankings.past(RISING_DAY, NOW.plusSeconds(1)).entries())
                .extracting(
                        entry -> entry.paper().id(),
                        Ranking.Entry::rank,
                        Ranking.Entry::previousRank)
                .containsExactly(tuple(id(1), 1, 2), tuple(id(3), 2, 1));
    }

    @Test
    void saysSinceWhenThePastIsKnown() {
        readers.send(Readers.past(null, DAY_BEFORE, 9, 1));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rankings.past(RISING_DAY, DAY_BEFORE.minusSeconds(1)))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(404))
                .withMessageContaining(DAY_BEFORE.toString());
        assertThat(rankings.past(RISING_DAY, DAY_BEFORE).asOf()).isEqualTo(DAY_BEFORE);
    }

    @Test
    void isEmptyIfItNeverHeldAPaper() {
        assertThat(rankings.present(RISING_DAY).entries()).isEmpty();
        assertThat(rankings.present(RISING_DAY).asOf()).isEqualTo(NOW);
    }
}
