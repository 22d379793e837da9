package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.traffic.Traffic;

/**
 * Looks after mails that wait for their receiving group: those that another process parked, or this
 * one before it was started again, and those whose time is over.
 */
final class ParkedMails {

    /** Rows written in one transaction; a hundred thousand would take seconds. */
    private static final int MOST_AT_ONCE = 5_000;

    private final Transactions<Repositories> tables;
    private final Traffic traffic;
    private final Clock clock;

    ParkedMails(Transactions<Repositories> tables, Traffic traffic, Clock clock) {
        this.tables = tables;
        this.traffic = traffic;
        this.clock = clock;
    }

    /** What is too late is claimed as any mail, and expires; the other groups are remembered. */
    void lookAfter() {
        List<String> groups = tables.call(repositories -> repositories.deliveries().parkedGroups());
        if (groups.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        int freed = MOST_AT_ONCE;
        while (freed == MOST_AT_ONCE) {
            freed = tables.call(repositories -> free(repositories, now));
        }
        traffic.parked(groups);
    }

    private static int free(Repositories repositories, Instant now) {
        List<Long> over = repositories.editions().over(now);
        return over.isEmpty()
                ? 0
                : repositories.deliveries().unpark(over.toArray(Long[]::new), MOST_AT_ONCE);
    }
}
