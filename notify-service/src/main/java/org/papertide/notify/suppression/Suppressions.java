package org.papertide.notify.suppression;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;

/** Addresses that are not mailed to any more, and the failures that lead there. */
public final class Suppressions {

    private static final Duration WINDOW = Duration.ofDays(30);
    private static final int HARD_TO_SUPPRESS = 2;
    private static final int DISABLED_TO_SUPPRESS = 2;

    /** Days with a soft failure; several in one day are one. */
    private static final int SOFT_DAYS_TO_SUPPRESS = 5;

    /** How a failure counts. */
    public enum Failure {
        HARD,
        DISABLED,
        SOFT
    }

    private final Database database;
    private final Clock clock;

    public Suppressions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Suppresses the address at once. */
    public void suppress(String addressHash, String reason) {
        Instant now = clock.instant();
        database.run(session ->
                Sql.update(
                        session,
                        "insert into suppression (address_hash, reason, at)"
                                + " values (?, ?, ?) on conflict do nothing",
                        addressHash,
                        reason,
                        now));
    }

    /** Counts a failure; suppresses the address when there have been enough. */
    public void count(String addressHash, Failure failure, String reason) {
        Instant now = clock.instant();
        database.run(session -> {
            Sql.update(
                    session,
                    "insert into address_failure (address_hash, kind, at)" + " values (?, ?, ?)",
                    addressHash,
                    failure,
                    now);
            Sql.update(
                    session,
                    """
                    insert into suppression (address_hash, reason, at)
                    select ?, ?, ? from address_failure
                    where address_hash = ? and at > ?
                    having count(*) filter (where kind = 'HARD') >= ?
                        or count(*) filter (where kind = 'DISABLED') >= ?
                        or count(distinct date_trunc('day', at, 'UTC'))
                            filter (where kind = 'SOFT') >= ?
                    on conflict do nothing
                    """,
                    addressHash,
                    reason,
                    now,
                    addressHash,
                    now.minus(WINDOW),
                    HARD_TO_SUPPRESS,
                    DISABLED_TO_SUPPRESS,
                    SOFT_DAYS_TO_SUPPRESS);
        });
    }
}
