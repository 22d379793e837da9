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

    /** Parts of an audience, which are composed side by side; a subscriber is in one of them. */
    int PARTS = 2;

    /**
     * Freezes the audience of a digest, in one statement: everyone whose slot has come. Readers
     * with one filter follow each other, what it lets pass is found once, however many filters
     * there are. The last part has them in the opposite order: a text that readers of both parts
     * have is not written by both at the same time.
     *
     * @param periods by timezone and hour, such as {@code Europe/Berlin 8}, the name of the day or
     *     week, as a JSON object: who is not in it is not planned
     * @param suppressed why those are excluded who are suppressed
     * @return how many they are
     */
    @SQL(
            """
            with due as materialized (
                select s.id, s.subscriber_id, s.subscriber_id % \
            """
                    + PARTS
                    + """
                             as part,
                            cast(:periods as jsonb) ->> (s.timezone || ' ' || s.hour) as period,
                            case when x.address_hash is not null then :suppressed end as exclusion,
                            row_number() over (order by s.filter_key collate "C", s.id) as place
                        from active_subscription s
                            left join lateral (
                                select address_hash from suppressed_address
                                where address_hash = s.address_hash offset 0) x on true
                        where s.frequency = :frequency and s.next_slot <= :dueUntil),
                    frozen as (
                        insert into audience (edition_id, part, subscription_id, subscriber_id,
                            local_period, exclusion)
                        select :editionId, part, id, subscriber_id, period, exclusion
                        from due where period is not null
                        order by part, case part when 0 then place else -place end
                        returning 1)
                    select count(*) as people from frozen
                    """)
    long freeze(
            long editionId, String periods, String frequency, Instant dueUntil, String suppressed);

    /**
     * Plans an alert for everyone with one of these filters, in one statement, each person at most
     * once, nobody who has seen the paper already, nobody who had many today.
     *
     * <p>A row 0 stands before the subscriptions of everyone who has seen the paper, so that
     * sorting finds them: a join might be a loop within a loop.
     *
     * @param paper the paper's identity
     * @param level which bar it crossed
     * @param eventId what webhooks get in place of the mail
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
                        select r.id, r.subscriber_id, r.receiver,
                            case when r.receiver is not null then null
                                when r.suppressed then :suppressed
                                when r.place > 1 then :alreadySeen
                                when (select count(*) from (
                                        select edition_id, local_period from delivery
                                        where subscriber_id = r.subscriber_id offset 0) d
                                    where d.edition_id >= :firstOfDay
                                        and d.local_period like 'alert/%') >= :atMost
                                    then :enoughToday end as exclusion
                        from (
                            select id, subscriber_id, suppressed, receiver,
                                row_number() over (partition by subscriber_id order by id) as place
                            from (
                                select s.id, s.subscriber_id, x.address_hash is not null as suppressed,
                                    s.receiver
                                from active_subscription s
                                    left join lateral (
                                        select address_hash from suppressed_address
                                        where address_hash = s.address_hash offset 0) x on true
                                where s.frequency = 'INSTANT' and s.filter_key = any(:filters)
                                union all select 0, subscriber_id, false, null from reader) u) r
                        where r.id > 0
                        -- All is counted before the first row is inserted.
                        order by exclusion nulls first, id),
                    planned as (
                        insert into delivery (edition_id, subscription_id, subscriber_id, local_period,
                            state, reason, content_id, priority, receiver, parked_for,
                            next_attempt_at, settled_at)
                        select :editionId, id, subscriber_id,
                            case when exclusion is null then 'alert/' || cast(:paper as text)
                                || case when receiver is null then ''
                                    else '/' || cast(:level as text) end end,
                            case when exclusion is null then 'PLANNED' else 'EXCLUDED' end, exclusion,
                            case when receiver is null then :contentId else :eventId end, :priority,
                            receiver,
                            case when receiver is not null then 'webhook' end,
                            case when exclusion is null then cast(:now as timestamptz) end,
                            case when exclusion is null then null else cast(:now as timestamptz) end
                        from recipient on conflict do nothing
                        returning state)
                    select count(*) filter (where state = 'PLANNED') as waiting from planned
            """)
    long planAlert(
            long editionId,
            String contentId,
            String eventId,
            int priority,
            String paper,
            int level,
            String[] names,
            String[] filters,
            long firstOfDay,
            int atMost,
            Instant now,
            String suppressed,
            String alreadySeen,
            String enoughToday);

    /**
     * The subscriptions that an edition excluded for this reason.
     *
     * @param at when they were planned: an edition may be planned in rounds
     */
    @SQL(
            """
            select subscription_id from delivery
            where edition_id = :editionId and state = 'EXCLUDED' and reason = :reason
                and settled_at = :at
            """)
    List<Long> excluded(long editionId, String reason, Instant at);

    /**
     * The papers of which these subscriptions got no alert, row by row. A paper that became known
     * under another identity is there under each.
     *
     * @param reason why they got none
     * @param firstOfThese only alerts of this edition and later ones
     * @param without these editions
     */
    @SQL(
            """
            select distinct d.subscription_id, n.paper_id
            from unnest(:subscriptions, :subscribers) as u(id, subscriber_id)
                cross join lateral (
                    select subscription_id, edition_id, state, reason, content_id from delivery
                    where subscriber_id = u.subscriber_id offset 0) d
                cross join lateral (
                    select paper_id from shown where content_id = d.content_id offset 0) n
            where d.subscription_id = u.id and d.state = 'EXCLUDED' and d.reason = :reason
                and d.edition_id >= :firstOfThese and d.edition_id <> all(:without)
            """)
    List<LeftOverPaper> leftOver(
            Long[] subscriptions,
            Long[] subscribers,
            String reason,
            long firstOfThese,
            Long[] without);

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

    /** Plans one event for a webhook, to be sent at once. */
    @SQL(
            """
            insert into delivery (edition_id, subscription_id, subscriber_id, local_period, state,
                content_id, priority, receiver, parked_for, next_attempt_at)
            values (:editionId, :subscriptionId, :readerId, :localPeriod, 'PLANNED', :contentId,
                :priority, :receiver, 'webhook', :now)
            """)
    int planEvent(
            long editionId,
            long subscriptionId,
            long readerId,
            String localPeriod,
            String contentId,
            int priority,
            String receiver,
            Instant now);

    // ---- Composing
    // -------------------------------------------------------------------------------

    /** How many of an edition's audience have no mail in the ledger yet. */
    @SQL("select count(*) as people from audience where edition_id = :editionId")
    long countAudience(long editionId);

    /** Whether some of an edition's audience have no mail in the ledger yet. */
    @SQL("select exists (select from audience where edition_id = :editionId) as waits")
    boolean hasAudience(long editionId);

    /** The next of a part of an edition's audience, after a place. */
    @SQL(
            """
            select place, subscriber_id, subscription_id, local_period, exclusion from audience
            where edition_id = :editionId and part = :part and place > :after
            order by place limit :atMost
            """)
    List<Expected> next(long editionId, int part, long after, int atMost);

    /** Removes those of a part who have their mail, up to a place. */
    @SQL(
            """
            delete from audience
            where edition_id = :editionId and part = :part and place > :after and place <= :last
            """)
    int remove(long editionId, int part, long after, long last);

    /** Those of these subscriptions that had a digest in their local period, row by row. */
    @SQL(
            """
            select u.id from unnest(:subscriptions, :periods) as u(id, period)
                cross join lateral (
                    select id from delivery
                    where subscription_id = u.id and local_period = u.period offset 0) d
            """)
    List<Long> mailed(Long[] subscriptions, String[] periods);

    /**
     * Plans mails of an edition, row by row; they can be claimed from then on. Who is in the
     * edition already gets none.
     *
     * @param periods absent for those who may have another mail in it
     * @param reasons why they are excluded, absent for those who are not
     * @param contents absent for the excluded
     * @param receivers of those that webhooks serve; absent for all others
     */
    @SQL(
            """
            insert into delivery (edition_id, subscription_id, subscriber_id, local_period, state,
                reason, content_id, priority, receiver, parked_for, next_attempt_at, settled_at)
            select :editionId, u.subscription_id, u.subscriber_id, u.local_period,
                case when u.reason is null then 'PLANNED' else 'EXCLUDED' end, u.reason,
                u.content_id, :priority, u.receiver,
                case when u.receiver is not null then 'webhook' end,
                case when u.reason is null then cast(:now as timestamptz) end,
                case when u.reason is null then null else cast(:now as timestamptz) end
            from unnest(:subscriptions, :subscribers, :periods, :reasons, :contents, :receivers)
                as u(subscription_id, subscriber_id, local_period, reason, content_id, receiver)
            on conflict do nothing
            """)
    int planAll(
            long editionId,
            int priority,
            Instant now,
            Long[] subscriptions,
            Long[] subscribers,
            String[] periods,
            String[] reasons,
            String[] contents,
            String[] receivers);

    /**
     * Takes mails that an earlier release planned and did not compose back into the audience.
     *
     * @return how many
     */
    @SQL(
            """
            with left_behind as (
                delete from delivery
                where edition_id = :editionId and phase = 'WAITING' and state = 'PLANNED'
                    and content_id is null
                returning subscription_id, subscriber_id, local_period),
            frozen as (
                insert into audience (edition_id, part, subscription_id, subscriber_id,
                    local_period)
                select :editionId, subscriber_id % \
            """
                    + PARTS
                    + """
                            , subscription_id, subscriber_id, local_period
                        from left_behind returning 1)
                    select count(*) as people from frozen
                    """)
    long takeBack(long editionId);
}
