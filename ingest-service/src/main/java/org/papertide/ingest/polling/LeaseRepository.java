package org.papertide.ingest.polling;

import java.time.Instant;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** The table {@code lease}. */
interface LeaseRepository {

    /** The transaction's session. */
    StatelessSession session();

    /**
     * Takes the lease if it is free, has run out or is the holder's already; else empty.
     *
     * @param never a lease that is held until then or later is of a clock that was ahead
     */
    @SQL(
            """
            with taken as (
                insert into lease as l (host, holder, held_until, next_request)
                values (:host, :holder, :until, :now)
                on conflict (host) do update
                set holder = excluded.holder, held_until = excluded.held_until
                where l.holder is null or l.holder = excluded.holder or l.held_until < :now
                    or l.held_until >= :never
                returning *)
            select * from taken
            """)
    Optional<LeaseRow> acquire(
            String host, String holder, Instant until, Instant now, Instant never);

    @HQL(
            """
            update LeaseRow set holder = null, heldUntil = null, nextRequest = :nextRequest
            where host = :host and holder = :holder
            """)
    int release(String host, String holder, Instant nextRequest);
}
