package org.papertide.notify.returned.mailbox;

import java.util.HashMap;
import java.util.Map;

/**
 * How often each mail was tried that is still there, over all connections; one thread at a time.
 */
final class Tries {

    /** Mails that are known at once; beyond that all are tried anew. */
    static final int MOST = 10_000;

    private final Map<Long, Integer> tries = new HashMap<>();
    private long validity;

    /** Names of mails mean nothing in a folder that was made anew (RFC 9051, 2.3.1.1). */
    void in(long uidValidity) {
        if (uidValidity != validity) {
            tries.clear();
            validity = uidValidity;
        }
    }

    /** One more; returns how many there were before. */
    int count(long uid) {
        if (tries.size() >= MOST && !tries.containsKey(uid)) {
            tries.clear();
        }
        return tries.merge(uid, 1, Integer::sum) - 1;
    }

    /** It is done with, or was not to blame. */
    void forget(long uid) {
        tries.remove(uid);
    }
}
