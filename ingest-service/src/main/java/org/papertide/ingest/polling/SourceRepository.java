package org.papertide.ingest.polling;

import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.SQL;

/** The table {@code source}. */
interface SourceRepository {

    /** The transaction's session. */
    StatelessSession session();

    @Find
    Optional<SourceRow> find(String name);

    /** As {@link #find}, and keeps others from changing it until the transaction ends. */
    @SQL("select * from source where name = :name for no key update")
    Optional<SourceRow> lock(String name);
}
