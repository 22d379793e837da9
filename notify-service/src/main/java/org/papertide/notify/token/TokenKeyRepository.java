package org.papertide.notify.token;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** The table {@code token_key}, within a session's transaction. */
interface TokenKeyRepository {

    StatelessSession session();

    /** Inserts the first key, unless there is one. */
    @SQL(
            """
            insert into token_key (id, secret, created_at)
            select 0, :secret, :createdAt where not exists (select from token_key)
            on conflict do nothing
            """)
    int insertFirst(byte[] secret, Instant createdAt);

    @SQL("delete from token_key where id = any(:ids)")
    int delete(Integer[] ids);

    /** The newest first. */
    @HQL("from TokenKeyRow order by createdAt desc, id desc")
    List<TokenKeyRow> all();
}
