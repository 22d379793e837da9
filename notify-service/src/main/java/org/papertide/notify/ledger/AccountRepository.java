package org.papertide.notify.ledger;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.SQL;

/**
 * What the table {@code delivery} says of editions and of persons, and what of it is deleted,
 * within a session's transaction.
 */
public interface AccountRepository {

    StatelessSession session();

    // ---- Accounts
    // --------------------------------------------------------------------------------

    @Find
    Optional<Delivery> find(long id);

    /** Whose mail a delivery is; empty once its account is gone. */
    @SQL("select subscription_id, subscriber_id from delivery where id = :id")
    Optional<Addressee> addressee(long id);

    /** The edition of a delivery; empty once it has left. */
    @SQL("select edition_id from delivery where id = :id")
    Optional<Long> editionOf(long id);

    /** The rows of an edition, those that are alike together. */
    @SQL(
            """
            select state, case state when 'EXCLUDED' then reason end as why,
                next_attempt_at is not null and state = 'UNCERTAIN' as again, count(*) as n
            from delivery where edition_id = :editionId group by 1, 2, 3
            """)
    List<StateCount> count(long editionId);

    /** Lets the rest of the transaction read tables whole, which is right for all of their rows. */
    @SQL("select set_config('enable_seqscan', 'on', true) as setting")
    String readWholeTables();

    /**
     * All rows by state; those of some editions apart, by the kind of their edition. Whoever waits
     * for a mail to be composed counts as planned, as in the account of the edition.
     *
     * @param editions some editions
     * @param kinds their kinds, in the same order
     */
    @SQL(
            """
            select coalesce(e.kind, '') as kind, d.state, count(*) as n
            from delivery d
            left join unnest(:editions, :kinds) as e(id, kind) on e.id = d.edition_id
            group by 1, 2
            union all
            select coalesce(e.kind, ''), 'PLANNED', count(*)
            from audience a
            left join unnest(:editions, :kinds) as e(id, kind) on e.id = a.edition_id
            group by 1
            """)
    List<KindCount> countAll(Long[] editions, String[] kinds);

    /** Those of these editions in which something may still be sent. */
    @SQL(
            """
            select e.id from unnest(:editions) as e(id) where exists (
                select from delivery where edition_id = e.id and phase in ('WAITING', 'HELD')
                    and (state <> 'UNCERTAIN' or next_attempt_at is not null))
            """)
    List<Long> waiting(Long[] editions);

    // ---- One person
    // ------------------------------------------------------------------------------

    /** The editions of a subscriber's mails. */
    @SQL("select edition_id from delivery where subscriber_id = :subscriberId")
    List<Long> editionsOf(long subscriberId);

    /** Every mail and event of these readers, in the order planned. */
    @SQL(
            """
            select edition_id, state, reason, content_id, receiver from delivery
            where subscriber_id = any(:readers) order by id
            """)
    List<ExportedMail> ofReaders(Long[] readers);

    /** The texts of a subscriber's mails. */
    @SQL(
            """
            select distinct content_id from delivery
            where subscriber_id = :subscriberId and content_id is not null
            """)
    List<String> contentsOfSubscriber(long subscriberId);

    /** Who else has mails of these texts. */
    @SQL(
            """
            select distinct u.id, d.subscriber_id
            from unnest(:contents) as u(id) cross join lateral (
                select subscriber_id from delivery where content_id = u.id offset 0) d
            where d.subscriber_id <> :subscriberId
            """)
    List<ContentReader> otherReaders(String[] contents, long subscriberId);

    /** Forgets what servers said of a subscriber's mails, which may name the person. */
    @SQL(
            """
            update delivery set reason = null, queue_id = null
            where subscriber_id = :subscriberId and state <> 'EXCLUDED'
            """)
    int forgetReplies(long subscriberId);

    /**
     * Forgets whom webhooks called and what was answered. What still waits is not called any more
     * when its turn comes.
     */
    @SQL(
            """
            update delivery set receiver = 'erased', queue_id = null,
                reason = case when state = 'EXCLUDED' then reason end
            where subscriber_id = any(:readers)
            """)
    int forgetReceivers(Long[] readers);

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
