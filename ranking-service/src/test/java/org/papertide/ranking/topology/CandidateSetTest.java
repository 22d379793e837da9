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

class CandidateSetTest {

    private final CandidateSet board = new CandidateSet();
    private final List<PaperState> states = new ArrayList<>();
    private final Random random = new Random(7);

    @Test
    void holdsTheFirst200OfEachSlotAmongItsCandidatesWhateverChanges() {
        for (int i = 0; i < 3000; i++) {
            PaperState state = new PaperState("p" + i, 0);
            state.listed = random.nextInt(5);
            values(state);
            states.add(state);
            board.add(state);
        }
        for (int round = 0; round < 200; round++) {
            for (int change = 0; change < 30; change++) {
                PaperState state = states.get(random.nextInt(states.size()));
                board.remove(state);
                values(state);
                if (random.nextInt(10) > 0) {
                    board.add(state);
                } else {
                    states.remove(state);
                }
            }
            board.adjustFloors();
            for (int slot = 0; slot < RankingKind.COUNT; slot++) {
                assertThat(candidates(slot).containsAll(first200(slot))).isTrue();
            }
        }
    }

    @Test
    void hasFewCandidatesAmongMany() {
        for (int i = 0; i < 5000; i++) {
            PaperState state = new PaperState("p" + i, 0);
            java.util.Arrays.fill(state.values, random.nextDouble());
            states.add(state);
            board.add(state);
        }
        board.adjustFloors();

        assertThat(states.stream().filter(board::isCandidate).count()).isBetween(200L, 400L);
    }

    @Test
    void tellsTiesApart() {
        for (int i = 0; i < 1000; i++) {
            PaperState state = new PaperState("p" + i, 0);
            java.util.Arrays.fill(state.values, 1.0);
            states.add(state);
            board.add(state);
        }
        board.adjustFloors();

        assertThat(board.adjustFloors()).isFalse();
        assertThat(states.stream().filter(board::isCandidate).count()).isBetween(200L, 400L);
    }

    private void values(PaperState state) {
        for (int slot = 0; slot < RankingKind.COUNT; slot++) {
            state.values[slot] = random.nextInt(3) == 0 ? Double.NaN : random.nextInt(500) / 10.0;
        }
    }

    private List<PaperState> first200(int slot) {
        return states.stream()
                .filter(state -> !Double.isNaN(state.values[slot]))
                .sorted((a, b) ->
                        RankOrder.compare(
                                a.values[slot], a.listed, a.id, b.values[slot], b.listed, b.id))
                .limit(Ranking.MAX_ENTRIES)
                .toList();
    }

    private Set<PaperState> candidates(int slot) {
        return states.stream()
                .filter(state -> !Double.isNaN(state.values[slot]))
                .filter(board::isCandidate)
                .collect(Collectors.toSet());
    }
}
