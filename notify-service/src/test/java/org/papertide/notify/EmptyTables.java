package org.papertide.notify;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.papertide.platform.database.Database;
import org.papertide.platform.database.DatabaseUnavailableException;

/**
 * Tables that a test empties while the service plans, composes and books in them. To truncate locks
 * one table after the other, and the service's work locks them in orders of its own: where two wait
 * for each other, PostgreSQL ends one of them. That passes, and the service does such work again;
 * so does this.
 */
public final class EmptyTables {

    private EmptyTables() {}

    /**
     * Empties tables.
     *
     * @param tables names, separated by commas; with every table that refers to one of them
     */
    public static void empty(Database database, String tables) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreException(DatabaseUnavailableException.class)
                .until(() -> {
                    database.run(session ->
                            session.createNativeMutationQuery("truncate " + tables + " cascade")
                                    .executeUpdate());
                    return true;
                });
    }
}
