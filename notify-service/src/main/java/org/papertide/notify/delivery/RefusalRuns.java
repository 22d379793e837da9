package org.papertide.notify.delivery;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.papertide.notify.running.NewestEntries;
import org.papertide.notify.suppression.Suppressions;

/**
 * Whether everybody is refused: many different addresses alike, and none was accepted in between.
 * For where all readers are one receiver's, and no second one can say the same. Safe for several
 * threads.
 *
 * @param <P> for what a mail that is accepted speaks: one place where all may be refused
 */
final class RefusalRuns<P> {

    /** Places, and words of one place, that are remembered. */
    private static final int MOST_PLACES = 1_000;

    private static final int MOST_WORDS = 20;

    private final Map<P, Map<String, Set<String>>> refused = new NewestEntries<>(MOST_PLACES);

    /**
     * An address was refused.
     *
     * @param words what was said, without what differs from mail to mail
     * @param address names it
     * @return whether it is one of many in a row
     */
    synchronized boolean refused(P place, String words, String address) {
        Set<String> addresses =
                refused.computeIfAbsent(place, _ -> new NewestEntries<>(MOST_WORDS))
                        .computeIfAbsent(words, _ -> new HashSet<>());
        if (addresses.size() < Suppressions.MANY) {
            addresses.add(address);
        }
        return addresses.size() >= Suppressions.MANY;
    }

    /** Whether nothing is refused anywhere, as far as is remembered. */
    synchronized boolean isEmpty() {
        return refused.isEmpty();
    }

    /** A mail was accepted there: who was refused before was refused for something else. */
    synchronized void accepted(P place) {
        refused.remove(place);
    }
}
