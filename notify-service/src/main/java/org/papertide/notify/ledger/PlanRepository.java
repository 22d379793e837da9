package org.papertide.notify.ledger;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.SQL;

/**
 * Planning and composing: how rows come into the table {@code delivery} and get their content,
 * within a session's transaction. How its statements are planned is said by the package.
 */
public interface PlanRepository {

    StatelessSession session();

    // ---- Planning
    // --------------------------------------------------------------------------------

    /**
     * Plans a digest for everyone whose slot has come, in one statement: those who are suppressed,
     * or had a mail in the same local period, are excluded. Who had one is told by the constraint
     * on period and subscription, which refuses a second. Readers with one filter follow each
     * other: what it lets pass is found once, however many filters there are.
     *
     * @param periods by timezone and hour, such as {@code Europe/Berlin 8}, the name of the day or
     *     week, as a JSON object: who is not in it is not planned
     * @param suppressed with {@code alreadyMailed}: the reasons for exclusion
     * @return how many rows there are now
     */
    @SQL(
            """
            with audience as materialized (
                select s.id, s.subscriber_id, s.filter_key,
                    cast(:periods as jsonb) ->> (s.timezone || ' ' || s.hour) as period,
                    case when x.address_hash is not null then :suppressed end as exclusion
                from active_subscription s
                    left join lateral (
                        select address_hash from suppressed_address
                        where address_hash = s.address_hash offset 0) x on true
                where s.frequency = :frequency and s.next_slot <= :dueUntil),
            planned as (
                insert into delivery (edition_id, subscription_id, subscriber_id, local_period,
                    state, reason, priority, settled_at)
                select :editionId, id, subscriber_id,
                    case when exclusion is null then period end,
                    case when exclusion is null then 'PLANNED' else 'EXCLUDED' end,
                    exclusion, :priority,
                    case when exclusion is null then null else cast(:now as timestamptz) end
                from audience where period is not null
                order by filter_key collate "C", id
                on conflict do nothing returning 1),
            mailed as (
                insert into delivery (edition_id, subscription_id, subscriber_id, state, reason,
                    priority, settled_at)
                select :editionId, id, subscriber_id, 'EXCLUDED', :alreadyMailed, :priority, :now
                from audience
                -- This count is taken first, so that all who can be planned are.
                where (select count(*) from planned)
                        < (select count(*) from audience where period is not null)
                    and period is not null
                on conflict do nothing returning 1)
            select (select count(*) from planned) + (select count(*) from mailed) as made
            """)
    long planDigests(
            long editionId,
            int priority,
            Instant now,
            String periods,
            String frequency,
            Instant dueUntil,
            String suppressed,
            String alreadyMailed);

    /**
     * Plans an alert for everyone with one of these filters, in one statement, each person at most
     * once, nobody who has seen the paper already, nobody who had many today.
     *
     * <p>A row 0 stands before the subscriptions of everyone who has seen the paper, so that
     * sorting finds them: a join might be a loop within a loop.
     *
     * @param paper the paper's identity
     * @param names all its identities
     * @param firstOfDay the alerts of the last day are this edition and later ones
     * @param atMost how many alerts a person gets in a day
     * @param suppressed with {@code alreadySeen} and {@code enoughToday}: the reasons for exclusion
     * @return how many mails wait
     */
    @SQL(
            """
            with reader as materialized (
                select distinct d.subscriber_id
                from (select distinct content_id from shown where paper_id = any(:names)) n
                    cross join lateral (
                        select subscriber_id, phase from delivery
                        where content_id = n.content_id offset 0) d
                where d.phase <> 'DROPPED'),
                    recipient as (
                        select r.id, r.subscriber_id,
                            case when r.suppressed then :suppressed
                                when r.place > 1 then :alreadySeen
                                when (select count(*) from (
                                        select edition_id, local_period from delivery
                                        where subscriber_id = r.subscriber_id offset 0) d
                                    where d.edition_id >= :firstOfDay
                                        and d.local_period like 'alert/%') >= :atMost
                                    then :enoughToday end as exclusion
                        from (
                            select id, subscriber_id, suppressed,
                                row_number() over (partition by subscriber_id order by id) as place
                            from (
                                select s.id, s.subscriber_id, x.address_hash is not null as suppressed
                                from active_subscription s
                                    left join lateral (
                                        select address_hash from suppressed_address
                                        where address_hash = s.address_hash offset 0) x on true
                                where s.frequency = 'INSTANT' and s.filter_key = any(:filters)
                                union all select 0, subscriber_id, false from reader) u) r
                        where r.id > 0
                        -- All is counted before the first row is inserted.
                        order by exclusion nulls first, id),
                    planned as (
                        insert into delivery (edition_id, subscription_id, subscriber_id, local_period,
                            state, reason, content_id, priority, next_attempt_at, settled_at)
                        select :editionId, id, subscriber_id,
                            case when exclusion is null then 'alert/' || cast(:paper as text) end,
                            case when exclusion is null then 'PLANNED' else 'EXCLUDED' end, exclusion,
                            :contentId, :priority,
                            case when exclusion is null then cast(:now as timestamptz) end,
                            case when exclusion is null then null else cast(:now as timestamptz) end
                        from recipient on conflict do nothing
                        returning state)
                    select count(*) filter (where state = 'PLANNED') as waiting from planned
            """)
    long planAlert(
            long editionId,
            String contentId,
            int priority,
            String paper,
            String[] names,
            String[] filters,
            long firstOfDay,
            int atMost,
            Instant now,
            String suppressed,
            String alreadySeen,
            String enoughToday);

    /** The subscriptions that an edition excluded for this reason. */
    @SQL(
            """
            select subscription_id from delivery
            where edition_id = :editionId and state = 'EXCLUDED' and reason = :reason
            """)
    List<Long> excluded(long editionId, String reason);

    /** Plans one mail, to be sent at once. */
    default void planOne(
            long editionId,
            long subscriptionId,
            long subscriberId,
            String localPeriod,
            String contentId,
            int priority,
            Instant now) {
        session()
                .insert(
                        new Delivery(
                                editionId,
                                subscriptionId,
                                subscriberId,
                                localPeriod,
                                contentId,
                                priority,
                                now));
    }

    // ---- Composing
    // -------------------------------------------------------------------------------

    /**
     * Where the planned mails of an edition that have no content yet begin and end, after a row.
     */
    @SQL(
            """
            select min(id) as first, max(id) as last from delivery
            where edition_id = :editionId and phase = 'WAITING' and state = 'PLANNED'
                and content_id is null and id > :after
            """)
    Uncomposed uncomposed(long editionId, long after);

    /**
     * Those of these rows that are planned mails of an edition and have no content yet. The rows
     * are looked up by their ids alone: the edition's index would be taken, and read from its start
     * for each batch, whenever the edition is believed to be small.
     */
    @SQL(
            """
            select id, subscriber_id, subscription_id from (
                select id, edition_id, subscriber_id, subscription_id, state, content_id
                from delivery
                where id = any(array(
                    select generate_series(cast(:first as bigint), cast(:last as bigint))))
                offset 0) d
            where edition_id = :editionId and state = 'PLANNED' and content_id is null
            order by id
            """)
    List<PlannedDelivery> uncomposed(long editionId, long first, long last);

    /**
     * Gives planned mails their content, row by row; they can be claimed from then on. The state is
     * hidden from the planner: where it knows of no planned rows, it reads all of an index of open
     * ones to find these.
     */
    @SQL(
            """
            update delivery d set content_id = u.content, next_attempt_at = :now
            from unnest(:ids, :contents) as u(id, content)
            where d.id = any(array(select unnest(:ids))) and d.id = u.id
                and d.state || '' = 'PLANNED'
            """)
    int fill(Long[] ids, String[] contents, Instant now);
}
