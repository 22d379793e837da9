package org.papertide.ingest.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

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

    /** Those of some records that still wait, in order. */
    @SQL("select * from outbox where id = any (:ids) order by id")
    List<OutboxRow> withIds(Long[] ids);

    @SQL("delete from outbox where id = any (:ids)")
    int delete(Long[] ids);

    /** How many records wait; reads all that there are. */
    @HQL("select count(*) from OutboxRow")
    Long count();

    /** The first of those that wait. */
    @HQL("from OutboxRow order by id limit 1")
    Optional<OutboxRow> findFirst();
}
