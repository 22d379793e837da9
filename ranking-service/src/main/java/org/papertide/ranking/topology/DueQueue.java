package org.papertide.ranking.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Whose time has come: papers by the second at which they are to be assessed again. Asking costs by
 * those that are due, not by those that wait.
 */
final class DueQueue {

    private final TreeMap<Long, List<Standing>> queue = new TreeMap<>();

    void clear() {
        queue.clear();
    }

    /** Sets when a paper is due; {@link Standing#NEVER} takes it out. */
    void schedule(Standing standing, long due) {
        standing.due = due;
        // A later time is looked up when the earlier entry comes up: at most one entry per paper
        // and moment, however often a paper is put off.
        if (due < standing.queuedAt) {
            standing.queuedAt = due;
            queue.computeIfAbsent(due, _ -> new ArrayList<>(2)).add(standing);
        }
    }

    /** Takes at most {@code limit} of those that are due at a second, the longest due first. */
    List<Standing> take(long second, int limit) {
        List<Standing> due = new ArrayList<>();
        while (due.size() < limit && !queue.isEmpty() && queue.firstKey() <= second) {
            long at = queue.firstKey();
            List<Standing> waiting = queue.pollFirstEntry().getValue();
            for (int i = 0; i < waiting.size(); i++) {
                if (due.size() == limit) {
                    // The rest of one second is as much as all papers at a whole five minutes.
                    queue.put(at, new ArrayList<>(waiting.subList(i, waiting.size())));
                    break;
                }
                Standing standing = waiting.get(i);
                if (standing.queuedAt != at) {
                    continue;
                }
                standing.queuedAt = Standing.NEVER;
                if (standing.gone) {
                    continue;
                }
                if (standing.due <= second) {
                    due.add(standing);
                } else if (standing.due != Standing.NEVER) {
                    schedule(standing, standing.due);
                }
            }
        }
        return due;
    }
}
