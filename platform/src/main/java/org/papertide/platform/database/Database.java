package org.papertide.platform.database;

import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StatelessSession;

/** Runs work in a transaction of its own. */
@FunctionalInterface
public interface Database {

    /**
     * Runs the work and commits, or rolls back if it throws.
     *
     * @throws DatabaseUnavailableException if the database cannot be reached, or was lost during
     *     the work. The same work may succeed later; it may also have been committed
     * @throws RuntimeException what the work throws
     */
    <T> T inTransaction(Function<StatelessSession, T> work);

    /** As {@link #inTransaction}, without a result. */
    default void run(Consumer<StatelessSession> work) {
        boolean _ =
                inTransaction(session -> {
                    work.accept(session);
                    return true;
                });
    }
}
