package org.papertide.ingest.outbox;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.jspecify.annotations.Nullable;

/** The table {@code outbox}. */
interface OutboxRepository {

    /** The transaction's session. */
    StatelessSession session();

    /**
     * Adds records; their ids rise in the order of the arrays. One statement for all: an entity's
     * generated key, read back row by row, would cost a round trip each.
     */
    @SQL(
            """
            insert into outbox (topic, key, headers, value, created_at)
            select r.topic, r.key, cast(r.headers as jsonb), r.value, r.created_at
            from unnest(:topics, :keys, :headers, :values, :createdAt) with ordinality
                as r (topic, key, headers, value, created_at, position)
            order by r.position
            """)
    int add(String[] topics, String[] keys, String[] headers, String[] values, Instant[] createdAt);

    /** Whether this transaction has the lock now; it ends with the transaction. */
    @SQL("select pg_try_advisory_xact_lock(:lock)")
    Boolean tryLock(long lock);

    /** The next records after one, in order. */
    @HQL("from OutboxRow where id > :after order by id limit :limit")
    List<OutboxRow> next(long after, int limit);

    @SQL("delete from outbox where id = any (:ids)")
    int delete(Long[] ids);

    @HQL("select count(*), min(createdAt) from OutboxRow")
    Waiting waiting();

    /**
     * What waits.
     *
     * @param records how many
     * @param oldest when the oldest was written; absent if nothing waits
     */
    record Waiting(Long records, @Nullable Instant oldest) {}
}
