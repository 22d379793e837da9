package org.papertide.ranking.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Papers by the second at which they are assessed again. A query costs time in proportion to the
 * papers that are due, not to those that wait.
 */
final class DueQueue {

    private final TreeMap<Long, List<PaperState>> queue = new TreeMap<>();

    void clear() {
        queue.clear();
    }

    /** Sets when a paper is due; {@link PaperState#NEVER} takes it out. */
    void schedule(PaperState state, long due) {
        state.due = due;
        // A later time is looked up when the earlier entry comes up: at most one entry per paper
        // and moment, however often a paper is put off.
        if (due < state.queuedAt) {
            state.queuedAt = due;
            queue.computeIfAbsent(due, _ -> new ArrayList<>(2)).add(state);
        }
    }

    /**
     * Removes and returns at most {@code limit} papers that are due at a second, the longest due
     * first.
     */
    List<PaperState> take(long second, int limit) {
        List<PaperState> due = new ArrayList<>();
        while (due.size() < limit && !queue.isEmpty() && queue.firstKey() <= second) {
            long at = queue.firstKey();
            List<PaperState> waiting = queue.pollFirstEntry().getValue();
            for (int i = 0; i < waiting.size(); i++) {
                if (due.size() == limit) {
                    // The rest of one second is as much as all papers at a whole five minutes.
                    queue.put(at, new ArrayList<>(waiting.subList(i, waiting.size())));
                    break;
                }
                PaperState state = waiting.get(i);
                if (state.queuedAt != at) {
                    continue;
                }
                state.queuedAt = PaperState.NEVER;
                if (state.gone) {
                    continue;
                }
                if (state.due <= second) {
                    due.add(state);
                } else if (state.due != PaperState.NEVER) {
                    schedule(state, state.due);
                }
            }
        }
        return due;
    }
}
