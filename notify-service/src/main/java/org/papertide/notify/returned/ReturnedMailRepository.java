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
     * Keeps a mail, unless it is there, or there are enough of the same subject.
     *
     * @param code null if it names none
     * @return 0 if it was not kept
     */
    @SQL(
            """
            insert into returned_mail (about, subject, message_key, kind, code, at)
            select :about, :subject, :messageKey, :kind, cast(:code as text), :at
            where (select count(*) from returned_mail
                where about = :about and subject = :subject) < :atMost
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
            int atMost);

    /** How many mails of this kind a subject has. */
    @SQL(
            """
            select count(*) from returned_mail
            where about = :about and subject = :subject and kind = :kind
            """)
    long count(String about, long subject, String kind);

    /** How many mails of this kind came after an instant. */
    @SQL("select count(*) from returned_mail where kind = :kind and at > :since")
    long countSince(String kind, Instant since);

    /** What mails of this kind were about that came after an instant, each once. */
    @SQL(
            """
            select distinct about, subject from returned_mail
            where kind = :kind and at > :since limit :atMost
            """)
    List<Reported> reported(String kind, Instant since, int atMost);

    /** What a mail was about. */
    record Reported(String about, long subject) {}

    @SQL("delete from returned_mail where at <= :until")
    int forgetUntil(Instant until);
}
