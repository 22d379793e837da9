package org.papertide.notify.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.SQL;

/**
 * The table {@code delivery} as an account, within a session's transaction: what is asked of mails
 * that are sent, and how they leave. As in {@link DeliveryRepository}, no statement's cost hangs on
 * what the planner guesses: {@code id + 0} is a number of which no index knows, so that an
 * edition's rows are read in the order of their subscriptions, and a person's by the person.
 */
public interface SettledRepository {

    StatelessSession session();

    // ---- Booking
    // ---------------------------------------------------------------------------------

    /** The last mail that there is. */
    @SQL("select coalesce(max(id), 0) as last from delivery")
    long last();

    /**
     * Mails of an edition, those of the first subscriptions after one.
     *
     * @param from only mails with a higher number
     * @param upto and none with a higher number than this
     */
    @SQL(
            """
            select id, subscription_id, state, reason, attempts, settled_at from delivery
            where edition_id = :editionId and subscription_id > :after
                and id + 0 > :from and id + 0 <= :upto
            order by subscription_id limit :atMost
            """)
    List<SettledDelivery> settled(long editionId, long after, long from, long upto, int atMost);

    // ---- Look-ups
    // --------------------------------------------------------------------------------

    /**
     * Mails of an edition, those of the first subscriptions after one.
     *
     * @param state only those in it; empty for all
     */
    @SQL(
            """
            select id, edition_id, subscription_id, state, reason, attempts, next_attempt_at,
                parked_for, queue_id, settled_at, relay
            from delivery
            where edition_id = :editionId and subscription_id > :after
                and (:state = '' or state = :state)
            order by subscription_id limit :atMost
            """)
    List<LedgerEntry> ofEdition(long editionId, String state, long after, int atMost);

    /** Mails of a person, the newest first, of those before one. */
    @SQL(
            """
            select id, edition_id, subscription_id, state, reason, attempts, next_attempt_at,
                parked_for, queue_id, settled_at, relay
            from delivery where subscriber_id = :subscriberId and id + 0 < :before
            order by id + 0 desc limit :atMost
            """)
    List<LedgerEntry> ofPerson(long subscriberId, long before, int atMost);

    /** One mail. */
    @SQL(
            """
            select id, edition_id, subscription_id, state, reason, attempts, next_attempt_at,
                parked_for, queue_id, settled_at, relay
            from delivery where id = :id
            """)
    Optional<LedgerEntry> find(long id);

    /** These mails, of those that are there. */
    @SQL(
            """
            select id, edition_id, subscription_id, state, reason, attempts, next_attempt_at,
                parked_for, queue_id, settled_at, relay
            from delivery where id = any(array(select unnest(:ids)))
            """)
    List<LedgerEntry> findAll(Long[] ids);

    /**
     * What a webhook was sent, or was to be sent, and when that was settled: for which it can be
     * sent again. The oldest first. What was sent again is no event of its own.
     *
     * @param after only those of a higher number
     * @param state only what is in it; empty for all
     */
    @SQL(
            """
            select id, edition_id, content_id from delivery
            where subscriber_id = :readerId and content_id is not null and id + 0 > :after
                and settled_at >= :since and settled_at < :before
                and coalesce(local_period, '') not like 'again/%'
                and (:state = '' or state || '' = :state)
                and state || '' in ('ACCEPTED', 'REJECTED', 'EXPIRED', 'EXCLUDED', 'UNCERTAIN')
            order by id + 0 limit :atMost
            """)
    List<SentEvent> sentBetween(
            long readerId, Instant since, Instant before, String state, long after, int atMost);

    /** One of them, by its number. */
    @SQL(
            """
            select id, edition_id, content_id from delivery
            where id = :id and subscriber_id = :readerId and content_id is not null
            """)
    Optional<SentEvent> sent(long id, long readerId);

    /** Those of these events that wait to go to a webhook, or are on their way. */
    @SQL(
            """
            select distinct content_id from delivery
            where subscriber_id = :readerId and phase || '' in ('WAITING', 'HELD')
                and content_id in (select unnest(:contents))
            """)
    List<String> waiting(long readerId, String[] contents);

    /** What waits to go to a webhook again, or is on its way. */
    @SQL(
            """
            select count(*) as events, min(next_attempt_at) as next from delivery
            where subscriber_id = :readerId and phase || '' in ('WAITING', 'HELD')
                and local_period like 'again/%'
            """)
    WaitingAgain waitingAgain(long readerId);

    /** How many mails of these editions servers took. */
    @SQL(
            """
            select count(*) as n from delivery
            where edition_id = any(array(select unnest(:editions))) and state = 'ACCEPTED'
            """)
    long countAccepted(Long[] editions);

    /** The same of one edition, so many at most. */
    @SQL(
            """
            select count(*) as n from (
                select 1 from delivery where edition_id = :editionId and state = 'ACCEPTED'
                limit :atMost) accepted
            """)
    long countAccepted(long editionId, long atMost);

    /**
     * How many people an edition of mails goes to, so many at most: whose mail servers took, or
     * waits. Webhooks are none of them, and who has two subscriptions is one.
     */
    @SQL(
            """
            select count(*) as n from (
                select distinct subscriber_id from delivery
                where edition_id = :editionId and receiver is null
                    and (state = 'ACCEPTED' or phase in ('WAITING', 'HELD'))
                limit :atMost) people
            """)
    long countPeople(long editionId, long atMost);

    /**
     * Mails of an edition that wait or are held, the first ones from one on. One that was tried so
     * often is passed over: most likely nobody answers, and nothing more is learned of it.
     */
    @SQL(
            """
            select id, subscription_id from delivery
            where edition_id = :editionId and phase in ('WAITING', 'HELD') and id >= :from
                and attempts < :triedAtMost
            order by id limit :atMost
            """)
    List<OpenDelivery> open(long editionId, long from, int triedAtMost, int atMost);

    /** Whose a subscription was that is erased: the number under which its mails are counted. */
    @SQL("select subscriber_id from delivery where subscription_id = :subscriptionId limit 1")
    Optional<Long> personOf(long subscriptionId);

    // ---- Leaving
    // ---------------------------------------------------------------------------------

    /** Deletes mails of an edition, so many at most; those that are alike are counted together. */
    @SQL(
            """
            with gone as (
                delete from delivery where id = any(array(
                    select id from delivery where edition_id = :editionId
                    order by subscription_id limit :atMost))
                returning content_id, state, case state when 'EXCLUDED' then reason end as why)
            select content_id, state, why, count(*) as mails from gone group by 1, 2, 3
            """)
    List<LeftDeliveries> deleteSome(long editionId, int atMost);
}
