package org.papertide.notify.suppression;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/**
 * The tables {@code suppression} and {@code address_failure}, within a session's transaction. Other
 * packages' statements read the view {@code suppressed_address}, which this package publishes.
 */
interface SuppressionRepository {

    /** Advisory locks in the space of two numbers; these are arbitrary and ours. */
    int ADDRESS = 7_121;

    int REFUSAL = 7_122;

    StatelessSession session();

    /**
     * One failure of an address at a time until the transaction ends: each sees those before it.
     */
    @SQL("select 1 as locked from pg_advisory_xact_lock(" + ADDRESS + ", hashtext(:addressHash))")
    Integer lockAddress(String addressHash);

    /** The same of whoever is refused alike. To be taken before that of an address. */
    @SQL("select 1 as locked from pg_advisory_xact_lock(" + REFUSAL + ", hashint8(:refusal))")
    Integer lockRefusal(long refusal);

    @SQL(
            """
            insert into suppression (address_hash, reason, at)
            values (:addressHash, :reason, :at) on conflict do nothing
            """)
    int suppress(String addressHash, String reason, Instant at);

    /**
     * Suppresses the address if its failures since then reach one of the thresholds, in days in
     * UTC: a fault of one hour is one failure, however many mails meet it. A refusal that addresses
     * of two receivers met is none: it is a relay's. The group is the upper half of a receiver, so
     * that is looked up by two seeks in an index, however many there are; the domain, the lower
     * half, differs as well, but for those of one domain that was a group of its own before. Nor is
     * one that many addresses in a row met.
     */
    @SQL(
            """
            insert into suppression (address_hash, reason, at)
            select :addressHash, :reason, :at from address_failure f
            where address_hash = :addressHash and at > :since
                and not exists (select 1 from address_failure o
                    where o.refusal = f.refusal and o.receiver < (f.receiver >> 32 << 32)
                        and (o.receiver & 4294967295) <> (f.receiver & 4294967295))
                and not exists (select 1 from address_failure o
                    where o.refusal = f.refusal and o.receiver > (f.receiver | 4294967295)
                        and (o.receiver & 4294967295) <> (f.receiver & 4294967295))
                and not exists (select 1 from address_failure o
                    where o.refusal = f.refusal and o.in_a_row)
            having count(distinct date_trunc('day', at, 'UTC'))
                    filter (where kind = 'HARD') >= :hardDays
                or count(distinct date_trunc('day', at, 'UTC'))
                    filter (where kind = 'DISABLED') >= :disabledDays
                or count(distinct date_trunc('day', at, 'UTC'))
                    filter (where kind = 'SOFT') >= :softDays
            on conflict do nothing
            """)
    int suppressIfFailed(
            String addressHash,
            String reason,
            Instant at,
            Instant since,
            int hardDays,
            int disabledDays,
            int softDays);

    /** Suppresses the address, unless many in a row, or most of an edition, were refused so. */
    @SQL(
            """
            insert into suppression (address_hash, reason, at)
            select :addressHash, :reason, :at
            where not exists (select 1 from address_failure where refusal = :refusal and in_a_row)
            on conflict do nothing
            """)
    int suppressUnlessInARow(String addressHash, String reason, Instant at, long refusal);

    /** Suppresses the address, for this reason even if it is already. */
    @SQL(
            """
            insert into suppression (address_hash, reason, at)
            values (:addressHash, :reason, :at)
            on conflict (address_hash) do update set reason = excluded.reason, at = excluded.at
            """)
    int suppressAnew(String addressHash, String reason, Instant at);

    /** Whether many in a row, or most of an edition, were refused so. */
    @SQL(
            """
            select exists (select 1 from address_failure where refusal = :refusal and in_a_row)
                as many
            """)
    boolean isInARow(long refusal);

    /**
     * Lets those be mailed again whom a failure that was refused so has suppressed: in the moment
     * in which it was counted.
     */
    @SQL(
            """
            delete from suppression s using address_failure f
            where f.refusal = :refusal and f.address_hash = s.address_hash and f.at = s.at
            """)
    int liftRefused(long refusal);

    /** How many other addresses came back so in an edition, so many at most. */
    @SQL(
            """
            select count(*) as n from (
                select distinct address_hash from address_failure
                where refusal = :refusal and edition_id = :editionId
                    and address_hash <> :addressHash
                limit :atMost) alike
            """)
    long countAlike(long refusal, long editionId, String addressHash, int atMost);

    /**
     * Suppresses addresses, row by row; one that is suppressed keeps its reason.
     *
     * @return how many were not suppressed before
     */
    @SQL(
            """
            insert into suppression (address_hash, reason, at)
            select * from unnest(:addressHashes, :reasons, :ats) on conflict do nothing
            """)
    int suppressAll(String[] addressHashes, String[] reasons, Instant[] ats);

    @SQL("select address_hash, reason, at from suppression where address_hash = :addressHash")
    Optional<Suppressed> find(String addressHash);

    /** The first ones after a hash, in the order of the hashes. */
    @SQL(
            """
            select address_hash, reason, at from suppression where address_hash > :after
            order by address_hash limit :atMost
            """)
    List<Suppressed> after(String after, int atMost);

    @SQL("delete from suppression where address_hash = :addressHash")
    int lift(String addressHash);

    default void add(AddressFailure failure) {
        session().insert(failure);
    }

    // ---- Hashes
    // ----------------------------------------------------------------------------------

    /** A hash that is under a key, if there is one. */
    @SQL(
            """
            select address_hash from suppression where address_hash like '%:%'
            union all
            select address_hash from address_failure where address_hash like '%:%'
            limit 1
            """)
    Optional<String> anyKeyed();

    /** The hashes of earlier releases, which are under no key. */
    @SQL(
            """
            select address_hash from suppression where address_hash not like '%:%'
            union
            select address_hash from address_failure where address_hash not like '%:%'
            """)
    List<String> plain();

    /** Gives suppressed addresses other hashes, row by row. */
    @SQL(
            """
            update suppression s set address_hash = u.keyed
            from unnest(:plain, :keyed) as u(plain, keyed) where s.address_hash = u.plain
            """)
    int rename(String[] plain, String[] keyed);

    /** Gives failures other hashes, row by row. */
    @SQL(
            """
            update address_failure f set address_hash = u.keyed
            from unnest(:plain, :keyed) as u(plain, keyed) where f.address_hash = u.plain
            """)
    int renameFailures(String[] plain, String[] keyed);

    // ---- Retention
    // -------------------------------------------------------------------------------

    /** What a server said may name the person; that the address is suppressed stays. */
    @SQL("update suppression set reason = 'erased' where address_hash = :addressHash")
    int forgetReason(String addressHash);

    @SQL("delete from address_failure where at <= :until")
    int forgetFailuresUntil(Instant until);

    @HQL("delete from AddressFailure where addressHash = :addressHash")
    int forgetFailures(String addressHash);
}
