package org.papertide.notify.edition;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.SQL;

/** The table {@code waiting_alert}, within a session's transaction. */
interface WaitingAlertRepository {

    StatelessSession session();

    /**
     * Notes an alert, to be decided again as soon as its paper has a vector.
     *
     * @param expiresAt when it is too late for it
     */
    @SQL(
            """
            insert into waiting_alert (edition_id, paper_id, body, look_at, expires_at)
            values (:editionId, :paperId, :body, :now, :expiresAt) on conflict do nothing
            """)
    int add(long editionId, String paperId, String body, Instant now, Instant expiresAt);

    /** Those that may be decided again now. */
    @SQL(
            """
            select edition_id, paper_id, body from waiting_alert
            where look_at <= :now and expires_at > :now order by edition_id
            """)
    List<WaitingAlert> due(Instant now);

    /** One of those, unless another process was faster. */
    @SQL(
            """
            select edition_id, paper_id, body from waiting_alert
            where edition_id = :editionId and look_at <= :now
            """)
    Optional<WaitingAlert> findDue(long editionId, Instant now);

    /** Some themes still cannot tell. */
    @SQL("update waiting_alert set look_at = :lookAt where edition_id = :editionId")
    int postpone(long editionId, Instant lookAt);

    @SQL("delete from waiting_alert where edition_id = :editionId")
    int remove(long editionId);

    /** Removes those that it is too late for. */
    @SQL("delete from waiting_alert where expires_at <= :now")
    int removeExpired(Instant now);
}
