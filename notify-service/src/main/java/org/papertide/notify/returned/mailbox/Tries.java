package org.papertide.notify.returned.mailbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.loop.Backoff;

/**
 * How often each mail was tried that is still there, and when it may be tried again, over all
 * connections; one thread at a time.
 *
 * <p>Between two tries of a mail is a growing pause: a server that refuses mails while it restarts,
 * or while its disk is full, refuses many times within a second, and no mail is to blame for it.
 */
final class Tries {

    /** Mails that are known at once; beyond that all are tried anew. */
    static final int MOST = 10_000;

    /** After 0, 1, 3, 7, 15 and 31 minutes. The next try is after 63 minutes. */
    static final int READS = 6;

    /** After the reads: tries to move it aside unread. Then it is left where it is. */
    static final int MOVES = 3;

    /** Together more than an hour before a mail is moved aside. */
    static final Backoff PAUSES = Backoff.of(Duration.ofMinutes(1), Duration.ofMinutes(32));

    /** What to do with a mail. */
    enum Next {
        READ,
        MOVE_ASIDE,
        /** Not yet, or never again. */
        LEAVE
    }

    /**
     * @param count how many there were
     * @param again when the next may be, by the clock of {@link #nanos}
     */
    private record Tried(int count, long again) {}

    private final Map<Long, Tried> tries = new HashMap<>();
    private final Backoff pauses;
    private final LongSupplier nanos;
    private long validity;

    /**
     * @param pauses between two tries of a mail
     * @param nanos a clock that only goes on, such as {@link System#nanoTime}
     */
    Tries(Backoff pauses, LongSupplier nanos) {
        this.pauses = pauses;
        this.nanos = nanos;
    }

    /** Names of mails mean nothing in a folder that was made anew (RFC 9051, 2.3.1.1). */
    void in(long uidValidity) {
        if (uidValidity != validity) {
            tries.clear();
            validity = uidValidity;
        }
    }

    /** Begins a try, and counts it, unless it is to be left alone now. */
    Next begin(long uid) {
        @Nullable Tried tried = tries.get(uid);
        int before = tried == null ? 0 : tried.count();
        long now = nanos.getAsLong();
        if (before >= READS + MOVES || (tried != null && now - tried.again() < 0)) {
            return Next.LEAVE;
        }
        if (tries.size() >= MOST && tried == null) {
            tries.clear();
        }
        int count = before + 1;
        tries.put(uid, new Tried(count, now + pauses.pause(count).toNanos()));
        return before < READS ? Next.READ : Next.MOVE_ASIDE;
    }

    /** It is done with, or was not to blame. */
    void forget(long uid) {
        tries.remove(uid);
    }
}
