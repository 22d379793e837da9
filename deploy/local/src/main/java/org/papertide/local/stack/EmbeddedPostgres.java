package org.papertide.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.local.data.OwnerOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server, a process of its own on loopback, with the role {@value #USER}. It lets
 * nobody in without a password (scram-sha-256). Its data stay in its directory; one that a killed
 * predecessor left running there is stopped first.
 */
public final class EmbeddedPostgres implements StackServer {

    /** The role that owns the databases. */
    public static final String USER = "papertide";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** In the data directory once role and databases were made. */
    private static final String MADE = "papertide-made";

    private static final int ANY_PORT = 0;

    /** Recovery after a kill replays at most max_wal_size, seconds in practice. */
    private static final Duration START_WAIT = Duration.ofSeconds(90);

    private final Settings settings;
    private io.zonky.test.db.postgres.embedded.@Nullable EmbeddedPostgres server;

    /**
     * Where it lives and how it behaves.
     *
     * @param data its data directory; made at the first start
     * @param binaries where the server's own files are unpacked; may be shared by several
     * @param logs where its log files go, one per weekday
     * @param password of the role {@value #USER}
     * @param port on 127.0.0.1
     * @param durable whether a commit survives a power cut (fsync); only tests go without
     * @param databases made if missing, owned by {@value #USER}
     */
    public record Settings(
            Path data,
            Path binaries,
            Path logs,
            String password,
            int port,
            boolean durable,
            List<String> databases) {
        public Settings {
            databases = List.copyOf(databases);
        }

        /** Of the superuser, which only this class uses. */
        Path superuserPassword() {
            return data.resolveSibling("superuser-password");
        }
    }

    public EmbeddedPostgres(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "postgres";
    }

    /**
     * Stops a server that a killed predecessor left running on a data directory, so that its port
     * is free; does nothing if there is none.
     *
     * @throws ServerFailedException if it does not end
     */
    public static void stopOrphan(Path data) throws IOException {
        OrphanedPostgres.stop(data);
    }

    /** The JDBC URL of a database of this server, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(settings.port(), database);
    }

    @Override
    public synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            Files.createDirectories(settings.data());
            Files.createDirectories(settings.binaries());
            Files.createDirectories(settings.logs());
            OrphanedPostgres.stop(settings.data());
            removeHalfMade();
            PasswordRule rule = new PasswordRule(settings.data(), settings.superuserPassword());
            String password = rule.superuserPassword();
            prepareUnseen(password);
            var starting = builder(password, settings.port()).start();
            server = starting;
            OwnerOnly.tighten(settings.binaries());
            try (Connection connection = postgres().getConnection()) {
                rule.enforce(connection);
                prepare(connection);
            }
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new ServerFailedException(
                    "postgres: %s (its log is in %s)".formatted(e.getMessage(), settings.logs()),
                    e);
        }
    }

    /** The first time, nobody is to find it before role and databases are there. */
    private void prepareUnseen(String superuserPassword) throws IOException, SQLException {
        if (Files.exists(settings.data().resolve(MADE))) {
            return;
        }
        try (var unseen = builder(superuserPassword, ANY_PORT).start()) {
            OwnerOnly.tighten(settings.binaries());
            try (Connection connection = unseen.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                prepare(connection);
                // Else it is written while the server stops, which has five seconds for it.
                statement.execute("checkpoint");
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("PostgreSQL did not stop in order.", e);
        }
        server = null;
    }

    @Override
    public Map<String, String> facts() {
        return Map.of(
                "postgres.url",
                jdbcUrl("%s"),
                "postgres.user",
                USER,
                "postgres.password",
                settings.password());
    }

    private io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder(
            String superuserPassword, int port) {
        String durable = settings.durable() ? "on" : "off";
        // The library's defaults are for tests: no fsync, the data deleted at the end, a hook that
        // races with ours.
        return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setDataDirectory(settings.data())
                .setOverrideWorkingDirectory(settings.binaries().toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_WAIT)
                .setPort(port)
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                // More arguments of initdb; these two come after the library's own "-A trust".
                .setLocaleConfig("auth", PasswordRule.METHOD)
                .setLocaleConfig("pwfile", settings.superuserPassword().toString())
                .setConnectConfig("password", superuserPassword)
                .setServerConfig("fsync", durable)
                .setServerConfig("synchronous_commit", durable)
                .setServerConfig("full_page_writes", durable)
                // A log of changes that is not needed any more goes, with what was deleted since.
                .setServerConfig("wal_recycle", "off")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("max_wal_size", "256MB")
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_directory", logDirectory())
                .setServerConfig("log_filename", "postgres-%a.log")
                .setServerConfig("log_truncate_on_rotation", "on")
                .setServerConfig("log_rotation_age", "1d")
                .setServerConfig("log_rotation_size", "0");
    }

    /** Relative to the data: pg_ctl takes settings as one line, which a space in a path breaks. */
    private String logDirectory() {
        Path data = settings.data().toAbsolutePath().normalize();
        return data.relativize(settings.logs().toAbsolutePath().normalize()).toString();
    }

    /** A first start that was killed within initdb leaves a directory that no server accepts. */
    private void removeHalfMade() throws IOException {
        if (!Files.exists(settings.data().resolve(MADE))) {
            Directories.deleteContents(settings.data());
        }
    }

    private void prepare(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + USER + "'")) {
                statement.execute("CREATE ROLE " + USER + " LOGIN CREATEDB");
                // As in the official image, where the first role owns the first database.
                statement.execute("ALTER DATABASE postgres OWNER TO " + USER);
            }
            PasswordRule.setPassword(statement, USER, settings.password());
            for (String database : settings.databases()) {
                if (!exists(
                        statement,
                        "SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
                    statement.execute("CREATE DATABASE \"%s\" OWNER %s".formatted(database, USER));
                }
            }
        }
        Files.writeString(settings.data().resolve(MADE), "");
    }

    private javax.sql.DataSource postgres() {
        if (server == null) {
            throw new IllegalStateException("postgres does not run");
        }
        return server.getPostgresDatabase();
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }
}
