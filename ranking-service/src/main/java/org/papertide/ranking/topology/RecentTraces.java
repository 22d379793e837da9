package org.papertide.ranking.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The traces in which something came lately, by what it was about. What follows from a record is
 * often sent with the next tick, when the record is gone; what is sent later, as time alone makes
 * scores fade, belongs to no trace.
 */
final class RecentTraces {

    private static final int MOST = 10_000;
    private static final long KEPT_MILLIS = 60_000;

    private record Recent(String trace, long until) {}

    private final Map<String, Recent> recent = new LinkedHashMap<>();

    /** Something came. */
    void note(String about, String trace, long millis) {
        recent.remove(about);
        recent.put(about, new Recent(trace, millis + KEPT_MILLIS));
        if (recent.size() > MOST) {
            recent.remove(recent.keySet().iterator().next());
        }
    }

    /** The trace of the last that came; null if that is long ago, or belonged to none. */
    @Nullable String find(String about, long millis) {
        if (recent.isEmpty()) {
            return null;
        }
        Recent found = recent.get(about);
        if (found != null && found.until() < millis) {
            recent.remove(about);
            return null;
        }
        return found == null ? null : found.trace();
    }
}
