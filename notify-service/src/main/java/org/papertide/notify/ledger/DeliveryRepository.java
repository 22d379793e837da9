package org.papertide.notify.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.SQL;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The way of a mail through the table {@code delivery}, from its claim to its settlement, within a
 * session's transaction. Which states a statement starts from is said by {@link Transition}; how
 * its statements are planned is said by the package.
 */
public interface DeliveryRepository {

    StatelessSession session();

    // ---- Claims
    // ----------------------------------------------------------------------------------

    /**
     * Claims what is due, the most urgent first.
     *
     * @param without editions of which nothing is claimed
     */
    @SQL(
            """
            with picked as (
                select id from delivery
                where phase = 'WAITING' and content_id is not null and parked_for is null
                            and next_attempt_at <= :now and edition_id <> all(:without)
                order by priority, next_attempt_at, content_id
                limit :atMost for update skip locked),
                    claimed as (
                        update delivery d
                        set state = 'CLAIMED', worker = :worker, lease_until = :leaseUntil,
                            attempts = attempts + 1
                        where d.id = any(array(select id from picked))
                        returning d.id, d.attempts, d.edition_id, d.subscription_id, d.content_id,
                            d.reason, d.priority)
                    select id, attempts, edition_id, subscription_id, content_id, reason
                    from claimed order by priority, id
            """)
    List<Claim> claim(Instant now, int atMost, Long[] without, String worker, Instant leaseUntil);

    /**
     * Claims parked rows that are due, of each group so many. An array of ids, for a join the
     * planner reads the whole table: it takes the groups for many, and their rows for more.
     *
     * @param groups with {@code counts}, row by row
     */
    @SQL(
            """
            with picked as (
                select p.id, g.name from unnest(:groups, :counts) as g(name, places)
                cross join lateral (
                    select id from delivery
                    where parked_for = g.name and phase = 'WAITING' and next_attempt_at <= :now
                            order by priority, next_attempt_at
                            limit g.places for update skip locked) p),
                    claimed as (
                        update delivery d
                        set state = 'CLAIMED', worker = :worker, lease_until = :leaseUntil,
                            attempts = attempts + 1, parked_for = null
                        where d.id = any(array(select id from picked))
                        returning d.id, d.attempts, d.edition_id, d.subscription_id, d.content_id,
                            d.reason, d.priority)
                    select c.id, c.attempts, c.edition_id, c.subscription_id, c.content_id,
                        c.reason, p.name
                    from claimed c join picked p on p.id = c.id order by c.priority, c.id
            """)
    List<ParkedClaim> claimParked(
            String[] groups, Integer[] counts, Instant now, String worker, Instant leaseUntil);

    /** Gives back what was claimed but not begun; it waits for its group, row by row. */
    @SQL(
            """
            update delivery d set state = 'PLANNED', attempts = d.attempts - 1, worker = null,
                lease_until = null, parked_for = u.name
            from unnest(:ids, :groups) as u(id, name)
            where d.id = any(array(select unnest(:ids))) and d.id = u.id and d.worker = :worker and d.state in (\
            """
                    + Transition.From.RELEASE
                    + ")")
    int park(Long[] ids, String[] groups, String worker);

    /** The groups that parked rows wait for, by one step in the index for each. */
    @SQL(
            """
            with recursive g as (
                select min(parked_for) as name from delivery
                where parked_for is not null and phase = 'WAITING'
                    union all
                    select (select min(d.parked_for) from delivery d
                        where d.parked_for > g.name and phase = 'WAITING')
                    from g where g.name is not null)
                    select name from g where name is not null and name <> 'webhook' limit 10000
            """)
    List<String> parkedGroups();

    /** What is parked of these editions, so many at most, is claimed as any other row. */
    @SQL(
            """
            update delivery set parked_for = null where id = any(array(
                select id from delivery
                where edition_id = any(:editions) and parked_for is not null
                    and phase = 'WAITING' and receiver is null
                limit :atMost for update skip locked))
            """)
    int unpark(Long[] editions, int atMost);

    /** How many mails {@link #claim} could take now. */
    @SQL(
            """
            select count(*) as n from delivery
            where phase = 'WAITING' and content_id is not null and parked_for is null
                and next_attempt_at <= :now
            """)
    long countDue(Instant now);

    /** How many rows are parked. */
    @SQL(
            """
            select count(*) as n from delivery
            where parked_for is not null and phase = 'WAITING' and receiver is null
            """)
    long countParked();

    /**
     * Claims what is due for webhooks, of each receiver and of each host so many at most: one step
     * in the index for each receiver, those behind one first and the others then, and its first
     * rows. Nothing is written to what is more than a host gets. A breakout of a paper waits while
     * one of a lower level is not settled.
     *
     * @param after the receiver that the walk begins behind
     * @param receivers those that get less than usual, with {@code places}, row by row
     * @param usual how many of each other receiver
     * @param hosts those that get less than usual, with {@code placesOfHosts}, row by row
     * @param usualOfHost how many of each other host
     * @return in the order of the walk
     */
    @SQL(
            """
            with recursive g as (
                select cast(:after as text) collate "C" as name, false as wrapped, 0 as step
                    union all
                    select s.name, s.wrapped, g.step + 1 from g
                    cross join lateral (
                        select case
                                when not g.wrapped then coalesce(n.name,
                                    (select min(f.receiver) from delivery f
                                        where f.receiver <= :after and phase = 'WAITING'))
                                when n.name <= :after then n.name end as name,
                            g.wrapped or n.name is null as wrapped
                        from (select (select min(d.receiver) from delivery d
                            where d.receiver > g.name and phase = 'WAITING') as name) n) s
                    where s.name is not null),
                h as (
                    select g.name, g.step, r.host, greatest(0, coalesce(
                        (select u.places from unnest(:hosts, :placesOfHosts) as u(name, places)
                            where u.name = r.host), :usualOfHost)) as places
                    from g cross join lateral (
                        select regexp_replace(g.name, '^[a-z]+://|:[0-9]+$', '', 'g') as host) r
                    where g.step > 0),
                picked as (
                    select p.id, p.next_attempt_at, h.step, h.host, h.places from h
                    cross join lateral (
                        select d.id, d.next_attempt_at from delivery d
                        where d.receiver = h.name and d.phase = 'WAITING'
                            and d.next_attempt_at <= :now
                            and not exists (
                                select from generate_series(1, cast(
                                        substring(d.local_period from '^alert/.*/([0-9]+)$')
                                            as integer) - 1) as l(level)
                                    cross join lateral (
                                        select state, next_attempt_at, phase from delivery
                                        where subscription_id = d.subscription_id
                                            and local_period = regexp_replace(
                                                d.local_period, '[0-9]+$', '') || l.level
                                        offset 0) b
                                where b.phase in ('WAITING', 'HELD')
                                    and (b.state <> 'UNCERTAIN' or b.next_attempt_at is not null))
                        order by d.next_attempt_at, d.id
                        limit (select least(h.places, coalesce(
                            (select u.places from unnest(:receivers, :places) as u(name, places)
                                where u.name = h.name), :usual)))
                        for update skip locked) p
                    limit :atMost),
                    chosen as (
                        select id, step from (
                            select id, step, places, row_number() over (
                                partition by host order by step, next_attempt_at, id) as n
                            from picked) p
                        where n <= places),
                    claimed as (
                        update delivery d
                        set state = 'CLAIMED', worker = :worker, lease_until = :leaseUntil,
                            attempts = attempts + 1
                        where d.id = any(array(select id from chosen))
                        returning d.id, d.attempts, d.edition_id, d.subscription_id, d.content_id,
                            d.reason, d.receiver)
                    select c.id, c.attempts, c.edition_id, c.subscription_id, c.content_id, c.reason,
                        c.receiver
                    from claimed c join chosen p on p.id = c.id order by p.step, c.id
            """)
    List<ParkedClaim> claimForReceivers(
            String after,
            String[] receivers,
            Integer[] places,
            int usual,
            String[] hosts,
            Integer[] placesOfHosts,
            int usualOfHost,
            Instant now,
            int atMost,
            String worker,
            Instant leaseUntil);

    /**
     * What was refused for now by a receiver that takes events again is due: the next ones in the
     * order of their attempts, so many at most.
     *
     * @param after when the last one before was to be tried, with {@code afterId}: whoever asks
     *     from there on reads no row twice
     * @return the last of them; empty if there are no more
     */
    @SQL(
            """
            with picked as (
                select id, next_attempt_at from delivery
                where receiver = :receiver and phase = 'WAITING' and state || '' = 'DEFERRED'
                    and (next_attempt_at, id) > (:after, :afterId)
                order by next_attempt_at, id limit :atMost for update skip locked),
            forward as (
                update delivery set next_attempt_at = :now
                where id = any(array(select id from picked)))
            select id, next_attempt_at, count(*) over () as count
            from picked order by next_attempt_at desc, id desc limit 1
            """)
    Optional<BroughtForward> bringForward(
            String receiver, Instant after, long afterId, Instant now, int atMost);

    /** The same for one webhook of a receiver. */
    @SQL(
            """
            with picked as (
                select id, next_attempt_at from delivery
                where subscription_id = :subscriptionId and receiver is not null
                    and phase = 'WAITING' and state || '' = 'DEFERRED'
                    and (next_attempt_at, id) > (:after, :afterId)
                order by next_attempt_at, id limit :atMost for update skip locked),
            forward as (
                update delivery set next_attempt_at = :now
                where id = any(array(select id from picked)))
            select id, next_attempt_at, count(*) over () as count
            from picked order by next_attempt_at desc, id desc limit 1
            """)
    Optional<BroughtForward> bringForwardOne(
            long subscriptionId, Instant after, long afterId, Instant now, int atMost);

    /**
     * The last of some rows that were brought forward.
     *
     * @param nextAttemptAt when it was to be tried
     * @param count how many there were
     */
    record BroughtForward(long id, Instant nextAttemptAt, long count) {}

    /**
     * Ends rows that are not to be sent, row by row, where the transition is legal. Who had no
     * attempt before this claim may have another mail in the period.
     */
    default int withdraw(Long[] ids, Transition[] transitions, String[] reasons, Instant now) {
        return end(
                ids,
                Transition.names(transitions),
                Transition.targets(transitions),
                reasons,
                Transition.legal(),
                now);
    }

    /**
     * The statement of {@link #withdraw}.
     *
     * @param legal {@link Transition#legal}
     */
    @SQL(
            """
            update delivery d set state = u.state, reason = u.reason, worker = null,
                lease_until = null, next_attempt_at = null, settled_at = :now,
                local_period = case when d.attempts > 1 then d.local_period end
            from unnest(:ids, :transitions, :states, :reasons)
                as u(id, transition, state, reason)
            where d.id = any(array(select unnest(:ids))) and d.id = u.id
                and u.transition || ' ' || d.state || ' ' || u.state = any(:legal)
            """)
    int end(
            Long[] ids,
            String[] transitions,
            String[] states,
            String[] reasons,
            String[] legal,
            Instant now);

    /**
     * Ends what waits in these editions, so many at most; what a worker holds is left. Who had no
     * attempt may have another mail in the period.
     */
    @SQL(
            """
            update delivery set state = 'EXCLUDED', reason = :reason, next_attempt_at = null,
                settled_at = :now, local_period = case when attempts > 0 then local_period end
            where id = any(array(
                select id from delivery
                where edition_id = any(:editions) and phase = 'WAITING'
                    and state || '' in (\
            """
                    + Transition.From.EXCLUDE
                    + """
                            ) limit :atMost for update skip locked))
                    """)
    int excludeWaiting(Long[] editions, int atMost, String reason, Instant now);

    /**
     * What of these editions was to be sent again, since nobody knows whether it arrived, is not.
     */
    @SQL(
            """
            update delivery set next_attempt_at = null where id = any(array(
                select id from delivery
                where edition_id = any(:editions) and phase = 'WAITING'
                    and state || '' = 'UNCERTAIN' and next_attempt_at is not null
                limit :atMost for update skip locked))
            """)
    int leaveUncertain(Long[] editions, int atMost);

    @SQL(
            """
            update delivery set lease_until = :leaseUntil
            where id = any(:ids) and worker = :worker and phase = 'HELD'
            """)
    int renew(Long[] ids, String worker, Instant leaseUntil);

    /** Gives back what was claimed but not begun. */
    @SQL(
            """
            update delivery set state = 'PLANNED', attempts = attempts - 1, worker = null,
                lease_until = null, next_attempt_at = :notBefore
            where id = any(:ids) and worker = :worker and state in (\
            """
                    + Transition.From.RELEASE
                    + ")")
    int release(Long[] ids, String worker, Instant notBefore);

    /** Takes back what dead workers had claimed but not begun to hand over. */
    @SQL(
            """
            update delivery set state = 'PLANNED', worker = null, lease_until = null,
                next_attempt_at = :now
            where phase = 'HELD' and lease_until < :now and state in (\
            """
                    + Transition.From.RELEASE
                    + ")")
    int releaseExpired(Instant now);

    /** What dead workers may have handed over, locked until the transaction ends. */
    @SQL(
            """
            select id, edition_id, receiver is not null as webhook from delivery
            where phase = 'HELD' and lease_until < :now and state in (\
            """
                    + Transition.From.ABANDON
                    + """
                    ) for update skip locked
                    """)
    List<LostDelivery> lockLost(Instant now);

    /**
     * Leaves the fate of these rows open, row by row.
     *
     * @param nextAttempts when each is sent again; null if never
     */
    @SQL(
            """
            update delivery d set state = 'UNCERTAIN',
                reason = 'worker lost after the mail was handed over',
                next_attempt_at = u.next_attempt_at, worker = null, lease_until = null
            from unnest(:ids, :nextAttempts) as u(id, next_attempt_at)
            where d.id = any(array(select unnest(:ids))) and d.id = u.id and d.state in (\
            """
                    + Transition.From.ABANDON
                    + ")")
    @NullUnmarked
    int abandon(Long[] ids, Instant[] nextAttempts);

    // ---- Settling
    // --------------------------------------------------------------------------------

    /**
     * Applies transitions of claimed rows, row by row, where the claim is still the row's last and
     * the transition is legal. The transaction's commit does not wait for the disk.
     *
     * @return the rows that were written
     */
    default List<Long> settle(
            Long[] ids,
            Integer[] attempts,
            Transition[] transitions,
            @Nullable String[] reasons,
            @Nullable String[] queueIds,
            @Nullable Instant[] nextAttempts,
            @Nullable String[] relays,
            String worker,
            Instant now) {
        return session()
                .doReturningWork(connection ->
                        SettleStatement.execute(
                                connection,
                                ids,
                                attempts,
                                transitions,
                                reasons,
                                queueIds,
                                nextAttempts,
                                relays,
                                worker,
                                now));
    }
}
