package org.papertide.testing;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a database at one moment, to see what a migration made of them. Values are compared
 * as PostgreSQL writes them.
 */
final class TableRows {

    /** What Flyway writes itself. */
    private static final String HISTORY = "flyway_schema_history";

    /** In place of no value. */
    private static final String ABSENT = "(null)";

    /** A check of one column against words, as PostgreSQL writes it. */
    private static final Pattern WORDS =
            Pattern.compile("\\(\\(?(\\w+) = ANY \\(ARRAY\\[([^\\]]*)\\]");

    private static final Pattern WORD = Pattern.compile("'([^']*)'");

    /** By table and key, the values by column. */
    private final Map<String, Map<String, Map<String, String>>> tables = new TreeMap<>();

    private final List<String> unfilled = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();

    private TableRows(Connection connection) throws SQLException {
        for (String table : names(connection)) {
            read(connection, table);
        }
        readChecks(connection);
        readInvalid(connection);
    }

    /** Reads all tables of a database. */
    static TableRows of(TestDatabase database) {
        try (Connection connection = connect(database)) {
            return new TableRows(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be read", e);
        }
    }

    /** Executes statements, as one transaction. */
    static void execute(TestDatabase database, String statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be filled: " + e.getMessage(), e);
        }
    }

    /**
     * What no row has: columns without a value, as {@code edition.trace}, and words that a check
     * lets pass, as {@code edition.kind WEEKLY}.
     */
    List<String> unfilled() {
        return List.copyOf(unfilled);
    }

    /** Constraints that do not hold for all rows, and indexes that are not used. */
    List<String> invalid() {
        return List.copyOf(invalid);
    }

    /**
     * What became different: {@code seen: gone}, {@code seen 1: gone}, {@code shown c, p: new},
     * {@code webhook 3 failed_days: 0 -> 1}. A column that was not there before is none of it.
     */
    List<String> changesTo(TableRows later) {
        List<String> changes = new ArrayList<>();
        tables.forEach((table, rows) -> {
            Map<String, Map<String, String>> now = later.tables.get(table);
            if (now == null) {
                changes.add(table + ": gone");
                return;
            }
            rows.forEach((key, row) -> compare(table + " " + key, row, now.get(key), changes));
        });
        later.tables.forEach((table, rows) -> {
            Set<String> known = tables.getOrDefault(table, Map.of()).keySet();
            rows.keySet().stream()
                    .filter(key -> !known.contains(key))
                    .forEach(key -> changes.add(table + " " + key + ": new"));
        });
        return changes;
    }

    private static void compare(
            String name,
            Map<String, String> before,
            @Nullable Map<String, String> now,
            List<String> changes) {
        if (now == null) {
            changes.add(name + ": gone");
            return;
        }
        before.forEach((column, value) -> {
            if (!now.containsKey(column)) {
                changes.add(name + " " + column + ": gone");
            } else if (!value.equals(now.get(column))) {
                changes.add(name + " " + column + ": " + value + " -> " + now.get(column));
            }
        });
    }

    // ---- Reading --------------------------------------------------------------------------------

    private static Connection connect(TestDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }

    private static List<String> names(Connection connection) throws SQLException {
        return strings(
                connection,
                "select relname from pg_class where relkind = 'r'"
                        + " and relnamespace = 'public'::regnamespace and relname <> '"
                        + HISTORY
                        + "' order by relname");
    }

    private void read(Connection connection, String table) throws SQLException {
        Set<String> keys = keys(connection.getMetaData(), table);
        Map<String, Map<String, String>> rows = new TreeMap<>();
        Set<String> filled = new LinkedHashSet<>();
        Set<String> columns = new LinkedHashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select * from " + table)) {
            ResultSetMetaData names = found.getMetaData();
            for (int i = 1; i <= names.getColumnCount(); i++) {
                columns.add(names.getColumnName(i));
            }
            while (found.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (String column : columns) {
                    String value = found.getString(column);
                    if (value != null) {
                        filled.add(column);
                    }
                    row.put(column, Objects.requireNonNullElse(value, ABSENT));
                }
                rows.put(keys.stream().map(row::get).collect(Collectors.joining(", ")), row);
            }
        }
        columns.stream()
                .filter(column -> !filled.contains(column))
                .forEach(column -> unfilled.add(table + "." + column));
        tables.put(table, rows);
    }

    private static Set<String> keys(DatabaseMetaData database, String table) throws SQLException {
        Map<Short, String> keys = new TreeMap<>();
        try (ResultSet found = database.getPrimaryKeys(null, null, table)) {
            while (found.next()) {
                keys.put(found.getShort("KEY_SEQ"), found.getString("COLUMN_NAME"));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException(table + ": no primary key, so rows are not told apart");
        }
        return new LinkedHashSet<>(keys.values());
    }

    private void readChecks(Connection connection) throws SQLException {
        for (String check :
                strings(
                        connection,
                        """
                        select conrelid::regclass || ' ' || pg_get_constraintdef(oid)
                        from pg_constraint where contype = 'c'
                            and connamespace = 'public'::regnamespace order by 1
                        """)) {
            String table = check.substring(0, check.indexOf(' '));
            Matcher words = WORDS.matcher(check);
            if (words.find()) {
                String column = words.group(1);
                Set<String> used =
                        tables.getOrDefault(table, Map.of()).values().stream()
                                .map(row -> row.get(column))
                                .collect(Collectors.toSet());
                WORD.matcher(words.group(2))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .filter(word -> !used.contains(word))
                        .forEach(word -> unfilled.add(table + "." + column + " " + word));
            }
        }
    }

    private void readInvalid(Connection connection) throws SQLException {
        Stream.of(
                        strings(
                                connection,
                                "select conrelid::regclass || ' ' || conname from pg_constraint"
                                        + " where not convalidated or not conenforced"),
                        strings(
                                connection,
                                "select indexrelid::regclass::text from pg_index"
                                        + " where not (indisvalid and indisready and indislive)"))
                .forEach(invalid::addAll);
    }

    private static List<String> strings(Connection connection, String query) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                strings.add(found.getString(1));
            }
        }
        return strings;
    }
}
