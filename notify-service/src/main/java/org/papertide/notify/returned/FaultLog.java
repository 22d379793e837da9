package org.papertide.notify.returned;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;
import org.papertide.notify.running.NewestEntries;

/**
 * Says in the log that a receiver returned mail for which no address is to blame: once an hour for
 * each receiver, for thousands come back alike. Safe for several threads.
 */
final class FaultLog {

    private static final Logger LOG = Logger.getLogger(FaultLog.class);

    private static final Duration SILENCE = Duration.ofHours(1);

    /** Receivers that are remembered; another one is told of again. */
    private static final int MOST = 1_000;

    private record Told(String group, ReturnedMailCounts.Fault fault) {}

    private final Map<Told, Instant> told = new NewestEntries<>(MOST);

    /**
     * Says it, unless it was said within the hour.
     *
     * @param group the receiving group
     * @return whether it was said
     */
    boolean say(
            String group,
            ReturnedMailCounts.Fault fault,
            long delivery,
            String reason,
            Instant now) {
        if (!isNew(new Told(group, fault), now)) {
            return false;
        }
        LOG.errorf(
                "A receiver returns mail, and no address is to blame; said once an hour. group=%s"
                        + " delivery=%d error=\"%s\"",
                group, delivery, reason);
        return true;
    }

    private synchronized boolean isNew(Told one, Instant now) {
        Instant before = told.get(one);
        if (before != null && now.isBefore(before.plus(SILENCE))) {
            return false;
        }
        told.remove(one);
        told.put(one, now);
        return true;
    }
}
