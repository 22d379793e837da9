package org.papertide.notify.edition;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** The tables {@code edition} and {@code content}, within a session's transaction. */
public interface EditionRepository {

    /** Advisory locks; the numbers are arbitrary and ours. */
    long PLANNING = 7_101;

    long COMPOSING = 7_102;

    long BOOKING = 7_103;

    /** One for each part of an audience: the number of the first. */
    long COMPOSING_PART = 7_110;

    StatelessSession session();

    /** One planner, or one composer, at a time until the transaction ends. */
    @SQL("select 1 as locked from pg_advisory_xact_lock(:lock)")
    Integer lock(long lock);

    /** As {@link #lock}, beside others who share it. */
    @SQL("select 1 as locked from pg_advisory_xact_lock_shared(:lock)")
    Integer lockShared(long lock);

    /** Whether this transaction has the lock now; it ends with the transaction. */
    @SQL("select pg_try_advisory_xact_lock(:lock)")
    Boolean tryLock(long lock);

    // ---- Editions
    // --------------------------------------------------------------------------------

    @HQL("select id from Edition where editionKey = :editionKey")
    Optional<Long> findId(String editionKey);

    @Find
    Optional<Edition> find(long id);

    /** These editions, in no order. */
    @SQL("select * from edition where id = any(:ids)")
    List<Edition> findAll(Long[] ids);

    /**
     * The newest editions before one.
     *
     * @param kind only those of it; empty for all
     */
    @SQL(
            """
            select * from edition
            where id < :before and (:kind = '' or kind = :kind)
            order by id desc limit :atMost
            """)
    List<Edition> before(long before, String kind, int atMost);

    /**
     * Makes an edition whose audience is frozen at once; empty if there is one of this key.
     *
     * @param trace the trace that it belongs to; empty for none
     */
    @SQL(
            """
            with made as (
                insert into edition (edition_key, kind, as_of, planned_at, expires_at, frozen_at,
                    trace)
                values (:editionKey, :kind, :asOf, :plannedAt, :expiresAt, :plannedAt,
                    nullif(:trace, ''))
                on conflict do nothing returning id)
            select id from made
            """)
    Optional<Long> create(
            String editionKey,
            String kind,
            Instant asOf,
            Instant plannedAt,
            Instant expiresAt,
            String trace);

    /**
     * Makes an edition whose audience is still to be frozen, if there is none of this key.
     *
     * @param trace the trace that it belongs to; empty for none
     */
    @SQL(
            """
            insert into edition (edition_key, kind, as_of, planned_at, expires_at, trace)
            values (:editionKey, :kind, :asOf, :plannedAt, :expiresAt, nullif(:trace, ''))
            on conflict do nothing
            """)
    int request(
            String editionKey,
            String kind,
            Instant asOf,
            Instant plannedAt,
            Instant expiresAt,
            String trace);

    /** Editions whose audience is still to be frozen. */
    @HQL("from Edition where frozenAt is null order by id")
    List<Edition> requested();

    /**
     * Its audience is frozen.
     *
     * @param trace the trace that it goes on with; empty for none
     */
    @HQL("update Edition set frozenAt = :at, trace = nullif(:trace, '') where id = :id")
    int setFrozen(long id, Instant at, String trace);

    /** Opens an edition for further mails; its composing and booking begin again. */
    @SQL(
            """
            with opened as (
                update edition set composed_at = null, closed_at = null, booking_at = null,
                    leaving = false, left_at = null
                where edition_key = :editionKey returning id)
            select id from opened
            """)
    Optional<Long> reopen(String editionKey);

    /** Editions with planned mails that have no content yet. */
    @HQL("from Edition where composedAt is null and frozenAt is not null order by id")
    List<Edition> uncomposed();

    /** Locked until the transaction ends: nobody opens it for further mails meanwhile. */
    @SQL("select id from edition where id = :id for update")
    Optional<Long> lockEdition(long id);

    @HQL("update Edition set composedAt = :at where id = :id")
    int setComposed(long id, Instant at);

    /** Nothing more of it is claimed, nor composed, from then on. */
    @HQL(
            """
            update Edition set stoppedAt = :at, stopReason = :reason
            where id = :id and stoppedAt is null
            """)
    int stop(long id, Instant at, String reason);

    /**
     * Whether it is stopped. Not locked: composers side by side would keep whoever stops it
     * waiting, and what a batch writes after the stop is excluded when it is claimed.
     */
    @SQL("select stopped_at is not null as stopped from edition where id = :id")
    Boolean isStopped(long id);

    /** Why an edition is stopped whose message is not at fault. */
    String BY_OPERATOR = "stopped by the operator";

    /** Editions that were stopped since then, for another reason than this one. */
    @HQL("from Edition where stoppedAt > :since and stopReason <> :reason order by id")
    List<Edition> stoppedSince(Instant since, String reason);

    /** This edition and later ones, as far as they are stopped. */
    @SQL("select id from edition where id >= :first and stopped_at is not null")
    List<Long> stoppedFrom(long first);

    /** Editions that are stopped and not closed. */
    @SQL("select id from edition where stopped_at is not null and closed_at is null")
    List<Long> stopped();

    /** Editions that are composed and not closed. */
    @HQL("select id from Edition where closedAt is null and composedAt is not null")
    List<Long> closable();

    /** Those of these that are composed and not closed, locked until the transaction ends. */
    @SQL(
            """
            select id from edition
            where id = any(:ids) and closed_at is null and composed_at is not null
            for update
            """)
    List<Long> lockClosable(Long[] ids);

    @SQL("update edition set closed_at = :at where id = any(:ids)")
    int close(Long[] ids, Instant at);

    /** Editions that are not closed. */
    @HQL("from Edition where closedAt is null")
    List<Edition> open();

    /** Editions that are not closed, and whose time is over. */
    @SQL("select id from edition where closed_at is null and expires_at <= :now")
    List<Long> over(Instant now);

    /** Alerts planned after an instant: breakouts, whoever gets them. */
    @HQL(
            """
            select count(*) from Edition
            where kind = :kind and plannedAt > :since and editionKey not like 'AGAIN/%'
            """)
    long countAlerts(String kind, Instant since);

    /** The first edition planned after an instant. */
    @SQL("select coalesce(min(id), 0) as first from edition where planned_at > :since")
    long firstSince(Instant since);

    /** How many of these editions were planned after an instant. */
    @SQL("select count(*) as n from edition where id = any(:ids) and planned_at > :since")
    long countPlanned(Long[] ids, Instant since);

    /**
     * Those of these editions that are for one person alone: events sent again, and these kinds.
     *
     * @param kinds those whose mails are for one person alone
     */
    @SQL(
            """
            select id from edition
            where id = any(:ids) and (kind = any(:kinds) or starts_with(edition_key, 'AGAIN/'))
            """)
    List<Long> personal(Long[] ids, String[] kinds);

    /**
     * Those of these editions that are of these kinds and belong to one subscription.
     *
     * @param kinds those whose mails are for one person alone
     */
    @SQL(
            """
            select id from edition
            where id = any(:ids) and kind = any(:kinds)
                and starts_with(edition_key, kind || '/' || :subscriptionId || '/')
            """)
    List<Long> personalOf(Long[] ids, String[] kinds, String subscriptionId);

    // ---- Booking and leaving
    // ---------------------------------------------------------------------------

    /**
     * Editions that are closed and not booked, locked; one that is being reopened is passed over.
     */
    @SQL(
            """
            select id from edition
            where closed_at is not null and booking_at is null and booking_upto is null
            order by id limit :atMost for update skip locked
            """)
    List<Long> lockUnbooked(int atMost);

    /**
     * Begins to book editions.
     *
     * @param upto the last mail that there is: those of these editions up to it are settled
     */
    @SQL(
            """
            update edition set booking_at = :now, booking_upto = :upto, booking_after = 0
            where id = any(:ids)
            """)
    int beginBooking(Long[] ids, long upto, Instant now);

    /** Editions that are being booked, the oldest first. */
    @SQL(
            """
            select id, kind, planned_at, booked_upto, booking_upto, booking_after from edition
            where booking_upto is not null order by id limit :atMost
            """)
    List<EditionInBooking> inBooking(int atMost);

    /** The mails up to this subscription's are booked. */
    @SQL("update edition set booking_after = :after where id = :id")
    int book(long id, long after);

    /** All that was to be booked of these is. */
    @SQL(
            """
            update edition
            set booked_upto = booking_upto, booking_upto = null, booking_after = null
            where id = any(:ids)
            """)
    int endBooking(Long[] ids);

    /** Editions that are not booked to their end, the newest. */
    @SQL(
            """
            select id from edition where closed_at is null
            union select id from edition where closed_at is not null and booking_at is null
            union select id from edition where booking_upto is not null
            order by id desc limit :atMost
            """)
    List<Long> unbooked(int atMost);

    /** Those of these editions that are booked to their end. */
    @SQL(
            """
            select id from edition
            where id = any(:ids) and booking_at is not null and booking_upto is null
            """)
    List<Long> booked(Long[] ids);

    /** Editions that were closed before an instant, are booked and have mails, the oldest first. */
    @SQL(
            """
            select id from edition
            where closed_at <= :until and left_at is null
                and booking_at is not null and booking_upto is null
            order by closed_at limit :atMost for update skip locked
            """)
    List<Long> closedUntil(Instant until, int atMost);

    @SQL("update edition set leaving = true where id = any(:ids) and not leaving")
    int leave(Long[] ids);

    /** These have no mails any more. */
    @SQL("update edition set left_at = :at where id = any(:ids)")
    int setLeft(Long[] ids, Instant at);

    /** Editions that were closed before an instant, and whose mails have left. */
    @SQL(
            """
            select id from edition where closed_at <= :until and left_at is not null
            order by closed_at limit :atMost for update skip locked
            """)
    List<Long> leftUntil(Instant until, int atMost);

    /** Deletes editions that have no mails any more, with their sums. */
    @SQL("delete from edition where id = any(:ids)")
    int delete(Long[] ids);

    // ---- Sums
    // ------------------------------------------------------------------------------------

    /** Adds to the sums of an edition, row by row; no two rows have one key. */
    @SQL(
            """
            insert into edition_sum (edition_id, entry, reason, mails)
            select :editionId, u.entry, u.reason, u.mails
            from unnest(:entries, :reasons, :mails) as u(entry, reason, mails)
            on conflict (edition_id, entry, reason)
                do update set mails = edition_sum.mails + excluded.mails
            """)
    int add(long editionId, String[] entries, String[] reasons, Long[] mails);

    /**
     * One more mail of an edition came back.
     *
     * @param kind as what
     */
    @SQL(
            """
            insert into edition_sum (edition_id, entry, reason, mails)
            values (:editionId, 'RETURNED', :kind, 1)
            on conflict (edition_id, entry, reason) do update set mails = edition_sum.mails + 1
            """)
    int addReturned(long editionId, String kind);

    /** The sums of an edition. */
    @SQL(
            """
            select entry, reason, mails from edition_sum where edition_id = :editionId
            order by entry, reason
            """)
    List<EditionSum> sums(long editionId);

    // ---- Contents
    // --------------------------------------------------------------------------------

    @SQL(
            """
            insert into content (id, kind, subject, body_text, body_html, created_at)
            values (:id, :kind, :subject, :text, :html, :createdAt) on conflict do nothing
            """)
    int insertContent(
            String id, String kind, String subject, String text, String html, Instant createdAt);

    /**
     * The same with many, row by row.
     *
     * @param inWords the ids of those that repeat what a reader wrote
     */
    @SQL(
            """
            insert into content (id, kind, subject, body_text, body_html, created_at, in_words)
            select u.id, :kind, u.subject, u.body_text, u.body_html, :createdAt,
                u.id = any(:inWords)
            from unnest(:ids, :subjects, :texts, :htmls) as u(id, subject, body_text, body_html)
            on conflict do nothing
            """)
    int insertContents(
            String[] ids,
            String kind,
            String[] subjects,
            String[] texts,
            String[] htmls,
            String[] inWords,
            Instant createdAt);

    /** Those of these contents that repeat what a reader wrote. */
    @SQL("select id from content where id = any(array(select unnest(:ids))) and in_words")
    List<String> inWords(String[] ids);

    /** Deletes what these contents say: mails of the past still have them. */
    @SQL(
            """
            update content set subject = '', body_text = '', body_html = '', in_words = false
            where id = any(:ids)
            """)
    int blank(String[] ids);

    @Find
    Optional<Content> findContent(String id);

    /** These contents, in no order; those that are gone are left out. */
    @SQL("select * from content where id = any(array(select unnest(:ids)))")
    List<Content> findContents(String[] ids);

    @SQL("delete from content where id = any(:ids)")
    int deleteContents(String[] ids);

    @SQL("select id, subject from content where id = any(:ids)")
    List<ContentSubject> subjects(String[] ids);
}
