package org.papertide.notify.running;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Native SQL in a session's transaction, for what is done to sets of rows.
 *
 * <p>Parameters are positional; instants become {@code timestamptz}; arrays of strings, longs,
 * integers, doubles and instants become PostgreSQL arrays. Failures are Hibernate's unchecked ones.
 */
public final class Sql {

    /** Reads one row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql() {}

    /** The rows of a query, or of what an update returns. */
    public static <T> List<T> rows(
            StatelessSession session,
            String sql,
            Reader<T> reader,
            @Nullable Object... parameters) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(connection, statement, parameters);
                try (ResultSet rows = statement.executeQuery()) {
                    List<T> read = new ArrayList<>();
                    while (rows.next()) {
                        read.add(reader.read(rows));
                    }
                    return read;
                }
            }
        });
    }

    /** The first row of a query. */
    public static <T> Optional<T> first(
            StatelessSession session,
            String sql,
            Reader<T> reader,
            @Nullable Object... parameters) {
        return rows(session, sql, reader, parameters).stream().findFirst();
    }

    /** Runs an update and answers how many rows it touched. */
    public static int update(StatelessSession session, String sql, @Nullable Object... parameters) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(connection, statement, parameters);
                return statement.executeUpdate();
            }
        });
    }

    /** Runs a statement without a result of interest, such as taking a lock. */
    public static void run(StatelessSession session, String sql, @Nullable Object... parameters) {
        session.doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(connection, statement, parameters);
                statement.execute();
            }
        });
    }

    /** An instant of a row. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** An instant of a row, or null. */
    public static @Nullable Instant nullableInstant(ResultSet row, String column)
            throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** An array of text of a row. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static void bind(
            Connection connection, PreparedStatement statement, @Nullable Object[] parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, asJdbc(connection, parameters[i]));
        }
    }

    private static @Nullable Object asJdbc(Connection connection, @Nullable Object value)
            throws SQLException {
        return switch (value) {
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Enum<?> constant -> constant.name();
            case String[] texts -> connection.createArrayOf("text", texts);
            case Long[] longs -> connection.createArrayOf("bigint", longs);
            case Integer[] integers -> connection.createArrayOf("integer", integers);
            case Double[] doubles -> connection.createArrayOf("float8", doubles);
            case Instant[] instants -> connection.createArrayOf("timestamptz", instants);
            case null, default -> value;
        };
    }
}
