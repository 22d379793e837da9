package org.papertide.notify.returned;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.SQL;
import org.jspecify.annotations.NullUnmarked;

/** The table {@code returned_mail}, within a session's transaction. */
interface ReturnedMailRepository {

    StatelessSession session();

    /**
     * Keeps a mail, unless it is there, or there are enough of this kind about the same subject.
     *
     * @param code null if it names none
     * @param isToBook whether it is to be published
     * @return 0 if it was not kept
     */
    @SQL(
            """
            insert into returned_mail (about, subject, message_key, kind, code, at, book_at)
            select :about, :subject, :messageKey, :kind, cast(:code as text), :at,
                case when :isToBook then cast(:at as timestamptz) end
            where (select count(*) from returned_mail
                where about = :about and subject = :subject and kind = :kind) < :atMost
            on conflict do nothing
            """)
    @NullUnmarked
    int add(
            String about,
            long subject,
            String messageKey,
            String kind,
            String code,
            Instant at,
            boolean isToBook,
            int atMost);

    /** How many mails of this kind a subject has. */
    @SQL(
            """
            select count(*) from returned_mail
            where about = :about and subject = :subject and kind = :kind
            """)
    long count(String about, long subject, String kind);

    /**
     * What complaints were about that came after an instant, each once. Their index is for the word
     * as it stands here: no plan for any kind could use it.
     */
    @SQL(
            """
            select distinct about, subject from returned_mail
            where kind = 'COMPLAINT' and at > :since limit :atMost
            """)
    List<Reported> complaints(Instant since, int atMost);

    /** What a mail was about. */
    record Reported(String about, long subject) {}

    /** As what mails of ours came back, each of them as each kind once: the first time. */
    @SQL(
            """
            select distinct on (subject, kind) subject, message_key, kind, code, at
            from returned_mail
            where about = 'DELIVERY' and subject = any(array(select unnest(:deliveries)))
            order by subject, kind, at, message_key
            """)
    List<ReturnedDelivery> ofDeliveries(Long[] deliveries);

    /** What is to be published by now, the longest due first. */
    @SQL(
            """
            select subject, message_key, kind, code, at from returned_mail
            where book_at <= :now order by book_at, subject, message_key limit :atMost
            """)
    List<ReturnedDelivery> toBook(Instant now, int atMost);

    /** These are published, row by row. */
    @SQL(
            """
            update returned_mail r set book_at = null, waits_for = null
            from unnest(:deliveries, :keys) as u(subject, message_key)
            where r.about = 'DELIVERY' and r.subject = u.subject
                and r.message_key = u.message_key
            """)
    int setBooked(Long[] deliveries, String[] keys);

    /** These are to be published with their edition, or at an instant, row by row. */
    @SQL(
            """
            update returned_mail r set waits_for = u.edition, book_at = u.at
            from unnest(:deliveries, :keys, :editions, :ats)
                as u(subject, message_key, edition, at)
            where r.about = 'DELIVERY' and r.subject = u.subject
                and r.message_key = u.message_key
            """)
    int waitFor(Long[] deliveries, String[] keys, Long[] editions, Instant[] ats);

    /** What waited for these editions is to be published now. */
    @SQL(
            """
            update returned_mail set book_at = :now, waits_for = null
            where waits_for = any(:editions)
            """)
    int endWait(Long[] editions, Instant now);

    @SQL("delete from returned_mail where at <= :until")
    int forgetUntil(Instant until);
}
