package org.papertide.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory that an older release made, whose PostgreSQL let everybody in. */
class EmbeddedPostgresIT {

    @TempDir Path directory;

    @Test
    void takesOverDataOfAServerThatTrusted() throws IOException, SQLException {
        int port = freePort();
        EmbeddedPostgres.Settings settings = settings(port);
        makeTrusting(settings);
        // What its owner added, with a remark, and a database of that name.
        Path rules = settings.data().resolve("pg_hba.conf");
        Files.write(
                rules,
                List.of(
                        "hostssl trust all 10.0.0.0/8 trust",
                        "host all all 192.168.0.0/16   trust   # we trust them"),
                java.nio.file.StandardOpenOption.APPEND);

        EmbeddedPostgres server = new EmbeddedPostgres(settings);
        server.start();
        try {
            assertThat(papers(port, "papertide", "the password")).isEqualTo("kept");
            for (String password : List.of("", "wrong")) {
                for (String user : List.of("papertide", "postgres")) {
                    assertThatThrownBy(() -> papers(port, user, password))
                            .as(user + "/" + password)
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("password");
                }
            }
            assertThat(Files.readAllLines(rules))
                    .contains(
                            "hostssl trust all 10.0.0.0/8 scram-sha-256",
                            "host all all 192.168.0.0/16   scram-sha-256   # we trust them");
        } finally {
            server.stop();
        }

        // A rule in a file of the owner's own is the owner's to change.
        Files.writeString(settings.data().resolve("ours.conf"), "host all all 10.1.0.0/16 trust\n");
        Files.writeString(rules, "include ours.conf\n", java.nio.file.StandardOpenOption.APPEND);
        EmbeddedPostgres again = new EmbeddedPostgres(settings);
        try {
            assertThatThrownBy(again::start)
                    .isInstanceOf(ServerFailedException.class)
                    .hasMessageContaining("without a password")
                    .hasMessageContaining("ours.conf line 1");
        } finally {
            again.stop();
        }
    }

    private EmbeddedPostgres.Settings settings(int port) {
        return new EmbeddedPostgres.Settings(
                directory.resolve("postgres/server"),
                directory.resolve("postgres/binaries"),
                directory.resolve("logs"),
                "the password",
                port,
                false,
                List.of("ingest"));
    }

    /** As releases did before there were passwords: initdb with {@code -A trust}. */
    private static void makeTrusting(EmbeddedPostgres.Settings settings)
            throws IOException, SQLException {
        Files.createDirectories(settings.data());
        try (var old =
                        io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                                .setDataDirectory(settings.data())
                                .setOverrideWorkingDirectory(settings.binaries().toFile())
                                .setCleanDataDirectory(false)
                                .setRegisterShutdownHook(false)
                                .setServerConfig("unix_socket_directories", "")
                                .start();
                Connection superuser = old.getPostgresDatabase().getConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE ROLE papertide LOGIN CREATEDB");
            statement.execute("CREATE DATABASE ingest OWNER papertide");
        }
        Files.writeString(settings.data().resolve("papertide-made"), "");
    }

    private static String papers(int port, String user, String password) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:%d/ingest".formatted(port);
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS paper (title text)");
            statement.execute("INSERT INTO paper VALUES ('kept')");
            try (ResultSet rows = statement.executeQuery("SELECT title FROM paper LIMIT 1")) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
