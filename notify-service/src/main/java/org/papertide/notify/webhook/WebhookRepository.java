package org.papertide.notify.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.SQL;

/** The table {@code webhook}, within a session's transaction. */
public interface WebhookRepository {

    StatelessSession session();

    @Find
    Optional<Webhook> find(long id);

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

    /** Calls begin to fail. */
    @SQL(
            """
            update webhook set failing_since = :at
            where subscription_id = :id and failing_since is null
            """)
    int fails(long id, Instant at);

    /** Calls are answered again. */
    @SQL("update webhook set failing_since = null where subscription_id = :id")
    int works(long id);
}
