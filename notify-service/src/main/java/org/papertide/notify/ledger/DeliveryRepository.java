package org.papertide.notify.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.SQL;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code delivery} and {@code shown}, within a session's transaction. Which states a
 * statement starts from is said by {@link Transition}.
 *
 * <p>No statement's cost may hang on what the planner guesses, for a fresh database has no
 * statistics and a growing one has old ones. So rows are looked up key by key: {@code any(array(
 * select unnest(:ids)))} is taken to be ten keys, however many there are, and never worth a scan of
 * the table; {@code cross join lateral (… offset 0)} is run once per key; what is read in batches
 * is read in the order of an index, from where the batch before ended. {@code PlansIT} counts the
 * rows that are read.
 */
public interface DeliveryRepository {

    StatelessSession session();

    // ---- Planning
    // --------------------------------------------------------------------------------

    /**
     * Plans a digest for everyone whose slot has come, in one statement: those who are suppressed,
     * or had a mail in the same local period, are excluded. Who had one is told by the constraint
     * on period and subscription, which refuses a second.
     *
     * @param periods by timezone and hour, such as {@code Europe/Berlin 8}, the name of the day or
     *     week, as a JSON object: who is not in it is not planned
     * @param suppressed with {@code alreadyMailed}: the reasons for exclusion
     * @return how many rows there are now
     */
    @SQL(
            """
            with audience as materialized (
                select s.id, s.subscriber_id,
                    cast(:periods as jsonb) ->> (s.timezone || ' ' || s.hour) as period,
                    case when x.address_hash is not null then :suppressed end as exclusion
                from active_subscription s
                    left join suppressed_address x on x.address_hash = s.address_hash
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
                        select subscriber_id from delivery
                        where content_id = n.content_id and state not in (\
            """
                    + DeliveryState.NOT_RECEIVED
                    + """
                                ) offset 0) d),
                    recipient as (
                        select r.id, r.subscriber_id,
                            case when r.suppressed then :suppressed
                                when r.place > 1 then :alreadySeen
                                when (select count(*) from delivery d
                                    where d.subscriber_id = r.subscriber_id
                                        and d.edition_id >= :firstOfDay
                                        and d.local_period like 'alert/%') >= :atMost
                                    then :enoughToday end as exclusion
                        from (
                            select id, subscriber_id, suppressed,
                                row_number() over (partition by subscriber_id order by id) as place
                            from (
                                select s.id, s.subscriber_id, x.address_hash is not null as suppressed
                                from active_subscription s
                                    left join suppressed_address x on x.address_hash = s.address_hash
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

    /** Planned mails of an edition that have no content yet, the first ones after a row. */
    @SQL(
            """
            select id, subscriber_id, subscription_id from delivery
            where edition_id = :editionId and state = 'PLANNED' and content_id is null
                and id > :after
            order by id limit :atMost
            """)
    List<PlannedDelivery> uncomposed(long editionId, long after, int atMost);

    /** Gives planned mails of an edition their content; they can be claimed from then on. */
    @SQL(
            """
            update delivery set content_id = :content, next_attempt_at = :now
            where edition_id = :editionId and id = any(array(select unnest(:ids)))
                and state = 'PLANNED'
            """)
    int fill(long editionId, Long[] ids, String content, Instant now);

    /** Which of these papers which of these people were sent; a pair may come twice. */
    @SQL(
            """
            with mailed as materialized (
                select u.id as subscriber_id, d.content_id
                from unnest(:subscribers) as u(id) cross join lateral (
                    select content_id from delivery
                    where subscriber_id = u.id and content_id is not null and state not in (\
            """
                    + DeliveryState.NOT_RECEIVED
                    + """
                            ) offset 0) d),
                    papers as materialized (
                        select c.content_id, n.paper_id
                        from (select distinct content_id from mailed) c cross join lateral (
                            select paper_id from shown where content_id = c.content_id offset 0) n
                        where n.paper_id in (select unnest(:papers)))
                    select m.subscriber_id, p.paper_id
                    from mailed m join papers p on p.content_id = m.content_id
                    """)
    List<SeenPaper> seen(Long[] subscribers, String[] papers);

    /** Records which papers a content shows. */
    @SQL(
            """
            insert into shown (content_id, paper_id)
            select :content, u.paper_id from unnest(:papers) as u(paper_id) on conflict do nothing
            """)
    int show(String content, String[] papers);

    /** What shows a paper under an old name shows it under the new one, row by row. */
    @SQL(
            """
            insert into shown (content_id, paper_id)
            select n.content_id, u.paper_id
            from unnest(:aliases, :papers) as u(alias, paper_id)
                cross join lateral (
                    select content_id from shown where paper_id = u.alias offset 0) n
            on conflict do nothing
            """)
    int renameShown(String[] aliases, String[] papers);

    // ---- Claims
    // ----------------------------------------------------------------------------------

    /** Claims what is due, the most urgent first. */
    @SQL(
            """
            with picked as (
                select id from delivery
                where state in (\
            """
                    + Transition.From.CLAIM
                    + """
                    ) and content_id is not null and parked_for is null
                            and next_attempt_at <= :now
                        order by priority, next_attempt_at
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
    List<Claim> claim(Instant now, int atMost, String worker, Instant leaseUntil);

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
                    where parked_for = g.name and state in (\
            """
                    + Transition.From.CLAIM
                    + """
                    ) and next_attempt_at <= :now
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
            where d.id = u.id and d.worker = :worker and d.state in (\
            """
                    + Transition.From.RELEASE
                    + ")")
    int park(Long[] ids, String[] groups, String worker);

    /** The groups that parked rows wait for, by one step in the index for each. */
    @SQL(
            """
            with recursive g as (
                select min(parked_for) as name from delivery
                where parked_for is not null and state in (\
            """
                    + Transition.From.CLAIM
                    + """
                    )
                    union all
                    select (select min(d.parked_for) from delivery d
                        where d.parked_for > g.name and d.state in (\
                    """
                    + Transition.From.CLAIM
                    + """
                    )) from g where g.name is not null)
                    select name from g where name is not null limit 10000
                    """)
    List<String> parkedGroups();

    /** What is parked of these editions, so many at most, is claimed as any other row. */
    @SQL(
            """
            update delivery set parked_for = null where id = any(array(
                select id from delivery
                where edition_id = any(:editions) and parked_for is not null and state in (\
            """
                    + Transition.From.CLAIM
                    + """
                    ) limit :atMost for update skip locked))
                    """)
    int unpark(Long[] editions, int atMost);

    /** How many rows are parked. */
    @SQL(
            """
            select count(*) as n from delivery where parked_for is not null and state in (\
            """
                    + Transition.From.CLAIM
                    + ")")
    long countParked();

    /** Ends rows that are not to be sent, row by row, where the transition is legal. */
    @SQL(
            """
            update delivery d set state = u.state, reason = u.reason, worker = null,
                lease_until = null, next_attempt_at = null, settled_at = :now
            from unnest(:ids, :transitions, :states, :reasons)
                as u(id, transition, state, reason)
            where d.id = u.id and u.transition || ' ' || d.state = any(:legal)
            """)
    int withdraw(
            Long[] ids,
            String[] transitions,
            String[] states,
            String[] reasons,
            String[] legal,
            Instant now);

    @SQL(
            """
            update delivery set lease_until = :leaseUntil
            where id = any(:ids) and worker = :worker and state in (\
            """
                    + Transition.From.LEASED
                    + ")")
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
            where lease_until < :now and state in (\
            """
                    + Transition.From.RELEASE
                    + ")")
    int releaseExpired(Instant now);

    /** What dead workers may have handed over, locked until the transaction ends. */
    @SQL(
            """
            select id, edition_id from delivery
            where lease_until < :now and state in (\
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
            where d.id = u.id and d.state in (\
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
     * @param legal the legal pairs of transition and origin
     * @return the rows that were written
     */
    default List<Long> settle(
            Long[] ids,
            Integer[] attempts,
            String[] transitions,
            String[] states,
            @Nullable String[] reasons,
            @Nullable String[] queueIds,
            @Nullable Instant[] nextAttempts,
            String[] legal,
            String worker,
            Instant now) {
        return session()
                .doReturningWork(connection ->
                        SettleStatement.execute(
                                connection,
                                ids,
                                attempts,
                                transitions,
                                states,
                                reasons,
                                queueIds,
                                nextAttempts,
                                legal,
                                worker,
                                now));
    }

    /** What waits in an edition is not looked at before this time. */
    @SQL(
            """
            update delivery set next_attempt_at = :at
            where edition_id = :editionId and state in (\
            """
                    + Transition.From.CLAIM
                    + ")")
    int postpone(long editionId, Instant at);

    // ---- Accounts
    // --------------------------------------------------------------------------------

    @Find
    Optional<Delivery> find(long id);

    /** Whose mail a delivery is; empty once its account is gone. */
    @SQL("select subscription_id, subscriber_id from delivery where id = :id")
    Optional<Addressee> addressee(long id);

    /** How many mails servers have taken since an instant. */
    @SQL("select count(*) from delivery where state = 'ACCEPTED' and settled_at > :since")
    long countAcceptedSince(Instant since);

    /** The rows of an edition, those that are alike together. */
    @SQL(
            """
            select state, case state when 'EXCLUDED' then reason end as why,
                next_attempt_at is not null and state = 'UNCERTAIN' as again, count(*) as n
            from delivery where edition_id = :editionId group by 1, 2, 3
            """)
    List<StateCount> count(long editionId);

    /** All rows by state. */
    @SQL(
            """
            select state, cast(null as text) as why, false as again, count(*) as n
            from delivery group by state
            """)
    List<StateCount> countAll();

    /** Those of these editions in which something may still be sent. */
    @SQL(
            """
            select e.id from unnest(:editions) as e(id) where exists (
                select from delivery where edition_id = e.id and state in (\
            """
                    + DeliveryState.UNFINISHED
                    + """
                    ) and (state <> 'UNCERTAIN' or next_attempt_at is not null))
                    """)
    List<Long> waiting(Long[] editions);

    // ---- One person
    // ------------------------------------------------------------------------------

    /** The editions of a subscriber's mails. */
    @SQL("select edition_id from delivery where subscriber_id = :subscriberId")
    List<Long> editionsOf(long subscriberId);

    /** Every mail of a subscriber, in the order planned. */
    @SQL(
            """
            select edition_id, state, content_id from delivery
            where subscriber_id = :subscriberId order by id
            """)
    List<Mail> ofSubscriber(long subscriberId);

    /** The papers that a subscriber was sent, in the order of their identities. */
    @SQL(
            """
            select distinct n.paper_id from delivery d join shown n on n.content_id = d.content_id
            where d.subscriber_id = :subscriberId and d.state not in (\
            """
                    + DeliveryState.NOT_RECEIVED
                    + ") order by n.paper_id")
    List<String> papersSent(long subscriberId);

    /** Forgets what servers said of a subscriber's mails, which may name the person. */
    @SQL(
            """
            update delivery set reason = null, queue_id = null
            where subscriber_id = :subscriberId and state <> 'EXCLUDED'
            """)
    int forgetReplies(long subscriberId);

    // ---- Old editions
    // ----------------------------------------------------------------------------

    /** The contents of these editions' mails. */
    @SQL(
            """
            select distinct content_id from delivery
            where edition_id = any(:editions) and content_id is not null
            """)
    List<String> contentsOf(Long[] editions);

    /** Deletes the mails of these editions. */
    @SQL("delete from delivery where edition_id = any(:editions)")
    int deleteOf(Long[] editions);

    /** Those of these contents that no mail has any more. */
    @SQL(
            """
            select u.id from unnest(:contents) as u(id)
            where not exists (select from delivery d where d.content_id = u.id)
            """)
    List<String> unused(String[] contents);
}
