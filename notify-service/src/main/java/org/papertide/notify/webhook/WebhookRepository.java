package org.papertide.notify.webhook;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.SQL;

/** The table {@code webhook}, within a session's transaction. */
public interface WebhookRepository {

    StatelessSession session();

    @Find
    Optional<Webhook> find(long id);

    /** The webhook, locked until the transaction ends: its calls write whether they fail. */
    default Optional<Webhook> lock(long id) {
        return Optional.ofNullable(session().get(Webhook.class, id, LockMode.PESSIMISTIC_WRITE));
    }

    /** These, in no order. */
    @SQL("select * from webhook where subscription_id = any(array(select unnest(:ids)))")
    List<Webhook> findAll(Long[] ids);

    /** The first ones after one. */
    @SQL(
            """
            select * from webhook where subscription_id > :after
            order by subscription_id limit :atMost
            """)
    List<Webhook> after(long after, int atMost);

    /**
     * Calls fail, or fail on another day; those that failed before keep since when.
     *
     * @param day of that instant
     */
    @SQL(
            """
            update webhook set failing_since = coalesce(failing_since, :at), failed_on = :day,
                failed_days = failed_days + 1
            where subscription_id = :id and failed_on is distinct from :day
            """)
    int fails(long id, Instant at, LocalDate day);

    /**
     * Calls are answered again.
     *
     * @return since when they had failed; empty if they had not, or another call said so before
     */
    @SQL(
            """
            with failed as (
                select subscription_id, failing_since from webhook
                where subscription_id = :id and failing_since is not null for update),
            answered as (
                update webhook w set failing_since = null, failed_on = null,
                    failed_days = 0 from failed f
                where w.subscription_id = f.subscription_id)
            select failing_since from failed
            """)
    Optional<Instant> works(long id);
}
