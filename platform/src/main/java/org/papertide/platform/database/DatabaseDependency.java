package org.papertide.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.papertide.platform.dependency.Dependency;

/** Watches the database. */
public final class DatabaseDependency {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private DatabaseDependency() {}

    /**
     * Begins to ask at once.
     *
     * @param migrate brings the schema up to date; must be repeatable
     */
    public static Dependency watch(DataSource database, Dependency.Attempt migrate) {
        return new Dependency("database", migrate, () -> ask(database));
    }

    private static void ask(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid((int) PATIENCE.toSeconds())) {
                throw new SQLException("no answer within " + PATIENCE.toSeconds() + " s");
            }
        }
    }
}
