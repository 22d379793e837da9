package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.papertide.events.Ranking;
import org.papertide.ranking.model.RankingKind;

class BoardTest {

    private final Board board = new Board();
    private final List<Standing> standings = new ArrayList<>();
    private final Random random = new Random(7);

    @Test
    void holdsTheFirst200OfEachSlotAmongItsCandidatesWhateverChanges() {
        for (int i = 0; i < 3000; i++) {
            Standing standing = new Standing("p" + i, 0);
            standing.listed = random.nextInt(5);
            values(standing);
            standings.add(standing);
            board.add(standing);
        }
        for (int round = 0; round < 200; round++) {
            for (int change = 0; change < 30; change++) {
                Standing standing = standings.get(random.nextInt(standings.size()));
                board.remove(standing);
                values(standing);
                if (random.nextInt(10) > 0) {
                    board.add(standing);
                } else {
                    standings.remove(standing);
                }
            }
            board.settle();
            for (int slot = 0; slot < RankingKind.COUNT; slot++) {
                assertThat(candidates(slot).containsAll(first200(slot))).isTrue();
            }
        }
    }

    @Test
    void hasFewCandidatesAmongMany() {
        for (int i = 0; i < 5000; i++) {
            Standing standing = new Standing("p" + i, 0);
            java.util.Arrays.fill(standing.values, random.nextDouble());
            standings.add(standing);
            board.add(standing);
        }
        board.settle();

        assertThat(standings.stream().filter(board::isCandidate).count()).isBetween(200L, 400L);
    }

    @Test
    void tellsTiesApart() {
        for (int i = 0; i < 1000; i++) {
            Standing standing = new Standing("p" + i, 0);
            java.util.Arrays.fill(standing.values, 1.0);
            standings.add(standing);
            board.add(standing);
        }
        board.settle();

        assertThat(board.settle()).isFalse();
        assertThat(standings.stream().filter(board::isCandidate).count()).isBetween(200L, 400L);
    }

    private void values(Standing standing) {
        for (int slot = 0; slot < RankingKind.COUNT; slot++) {
            standing.values[slot] =
                    random.nextInt(3) == 0 ? Double.NaN : random.nextInt(500) / 10.0;
        }
    }

    private List<Standing> first200(int slot) {
        return standings.stream()
                .filter(standing -> !Double.isNaN(standing.values[slot]))
                .sorted((a, b) ->
                        Precedence.compare(
                                a.values[slot], a.listed, a.id, b.values[slot], b.listed, b.id))
                .limit(Ranking.MAX_ENTRIES)
                .toList();
    }

    private Set<Standing> candidates(int slot) {
        return standings.stream()
                .filter(standing -> !Double.isNaN(standing.values[slot]))
                .filter(board::isCandidate)
                .collect(Collectors.toSet());
    }
}
