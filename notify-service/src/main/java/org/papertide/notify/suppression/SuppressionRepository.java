package org.papertide.notify.suppression;

import java.time.Instant;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/**
 * The tables {@code suppression} and {@code address_failure}, within a session's transaction. Other
 * packages' statements read the view {@code suppressed_address}, which this package publishes.
 */
interface SuppressionRepository {

    StatelessSession session();

    @SQL(
            """
            insert into suppression (address_hash, reason, at)
            values (:addressHash, :reason, :at) on conflict do nothing
            """)
    int suppress(String addressHash, String reason, Instant at);

    /** Suppresses the address if its failures since then reach one of the thresholds. */
    @SQL(
            """
            insert into suppression (address_hash, reason, at)
            select :addressHash, :reason, :at from address_failure
            where address_hash = :addressHash and at > :since
            having count(*) filter (where kind = 'HARD') >= :hard
                or count(*) filter (where kind = 'DISABLED') >= :disabled
                or count(distinct date_trunc('day', at, 'UTC'))
                    filter (where kind = 'SOFT') >= :softDays
            on conflict do nothing
            """)
    int suppressIfFailed(
            String addressHash,
            String reason,
            Instant at,
            Instant since,
            int hard,
            int disabled,
            int softDays);

    default void add(AddressFailure failure) {
        session().insert(failure);
    }

    @HQL("delete from AddressFailure where addressHash = :addressHash")
    int forgetFailures(String addressHash);
}
