package org.papertide.notify.delivery;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.delivery.DeliveryOutcomes.Way;

/**
 * Whether one mail after the other is refused as handed over wrongly (5.5.x, 5.6.7 to 5.6.10), and
 * none is accepted in between: by a relay, or by a receiving group behind it. Then a proxy in
 * between is broken, and no mail is at fault. Safe for several threads.
 */
final class MailFaults {

    /** Stands for all receivers of a relay. */
    private static final String ALL = "";

    /** Ways whose fault was told; then all are told again. */
    private static final int MOST = 1_000;

    private final RefusalRuns<Way> runs = new RefusalRuns<>();
    private final Set<Way> known = new HashSet<>();

    /** What to make of a refusal. */
    enum Word {
        /** The mail's own fault. */
        OF_ONE,
        /** The first that is not. */
        FIRST_OF_MANY,
        /** Another one. */
        OF_MANY
    }

    /** A mail is refused so. */
    synchronized Word say(@Nullable String relay, String group, String address) {
        boolean ofGroup = runs.refused(new Way(relay, group), "", address);
        boolean ofRelay = runs.refused(new Way(relay, ALL), "", address);
        if (!ofGroup && !ofRelay) {
            return Word.OF_ONE;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        return known.add(new Way(relay, ofRelay ? ALL : group)) ? Word.FIRST_OF_MANY : Word.OF_MANY;
    }

    /** Whether no mail is refused so. */
    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** A mail is accepted. */
    synchronized void accepted(@Nullable String relay, String group) {
        for (Way way : new Way[] {new Way(relay, group), new Way(relay, ALL)}) {
            runs.accepted(way);
            known.remove(way);
        }
    }
}
