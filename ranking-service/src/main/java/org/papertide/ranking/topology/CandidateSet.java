package org.papertide.ranking.topology;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.ranking.model.RankingKind;

/**
 * The candidates of one partition and category: the papers that can be among the first {@value
 * Ranking#MAX_ENTRIES} of one of the six rankings.
 *
 * <p>The set is not sorted. Each ranking has a floor that at least 200 and at most 400 papers
 * reach; when their number leaves that range, the floor is searched anew. So a change costs six
 * comparisons, and a search is spread over at least 100 changes.
 */
final class CandidateSet {

    private static final int FEWEST = Ranking.MAX_ENTRIES;
    private static final int MOST = 2 * Ranking.MAX_ENTRIES;
    private static final int AIM = (FEWEST + MOST) / 2;

    private final Set<PaperState> members = new LinkedHashSet<>();
    private final @Nullable RankOrder[] floors = new RankOrder[RankingKind.COUNT];
    private final int[] ranked = new int[RankingKind.COUNT];
    private final int[] above = new int[RankingKind.COUNT];

    /** Adds a paper with its present values. */
    void add(PaperState state) {
        members.add(state);
        count(state, 1);
    }

    /** Removes a paper; its values must be those with which it was added. */
    void remove(PaperState state) {
        if (members.remove(state)) {
            count(state, -1);
        }
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    Set<PaperState> members() {
        return members;
    }

    /** Whether the paper, a member, reaches the floor of any slot. */
    boolean isCandidate(PaperState state) {
        for (int slot = 0; slot < RankingKind.COUNT; slot++) {
            if (reaches(state, slot)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Searches new floors where there are too few or too many candidates.
     *
     * @return whether any floor has moved, so that others may be candidates now
     */
    boolean adjustFloors() {
        boolean moved = false;
        for (int slot = 0; slot < RankingKind.COUNT; slot++) {
            boolean tooMany = above[slot] > MOST;
            boolean tooFew = above[slot] < FEWEST && ranked[slot] > above[slot];
            if (tooMany || tooFew) {
                seekFloor(slot);
                moved = true;
            }
        }
        return moved;
    }

    private void seekFloor(int slot) {
        List<RankOrder> present = new ArrayList<>(ranked[slot]);
        for (PaperState state : members) {
            if (!Double.isNaN(state.values[slot])) {
                present.add(new RankOrder(state.values[slot], state.listed, state.id));
            }
        }
        if (present.size() <= MOST) {
            floors[slot] = null;
            above[slot] = present.size();
            return;
        }
        present.sort(null);
        floors[slot] = present.get(AIM - 1);
        above[slot] = AIM;
    }

    private void count(PaperState state, int step) {
        for (int slot = 0; slot < RankingKind.COUNT; slot++) {
            if (!Double.isNaN(state.values[slot])) {
                ranked[slot] += step;
                if (reaches(state, slot)) {
                    above[slot] += step;
                }
            }
        }
    }

    private boolean reaches(PaperState state, int slot) {
        double value = state.values[slot];
        if (Double.isNaN(value)) {
            return false;
        }
        RankOrder floor = floors[slot];
        return floor == null
                || RankOrder.compare(
                                value,
                                state.listed,
                                state.id,
                                floor.value(),
                                floor.listed(),
                                floor.id())
                        <= 0;
    }
}
