package org.papertide.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import org.papertide.local.data.DataDirectory;

/**
 * Nobody gets into a PostgreSQL without a password. A data directory of an older release, which let
 * everybody on this machine in, is brought under the rule at its next start.
 */
final class PasswordRule {

    /** How a client proves that it knows the password; the password itself is never sent. */
    static final String METHOD = "scram-sha-256";

    /** 192 bits: nobody guesses it. */
    private static final int PASSWORD_BYTES = 24;

    private final Path data;
    private final Path superuserPassword;

    /**
     * @param data directory of the server
     * @param superuserPassword the file with the superuser's password
     */
    PasswordRule(Path data, Path superuserPassword) {
        this.data = data;
        this.superuserPassword = superuserPassword;
    }

    /** The superuser's password: made once, and kept in its file for the owner only. */
    String superuserPassword() throws IOException {
        if (!Files.exists(superuserPassword)) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            new DataDirectory(data.resolveSibling(""))
                    .write(
                            superuserPassword.getFileName().toString(),
                            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
        }
        return Files.readString(superuserPassword).strip();
    }

    /** Makes a server that trusts ask for passwords, and ends what came in without one. */
    void enforce(Connection superuser) throws SQLException, IOException {
        Path rules = data.resolve("pg_hba.conf");
        List<String> lines = Files.readAllLines(rules);
        if (lines.stream().noneMatch(PasswordRule::trusts)) {
            return;
        }
        try (Statement statement = superuser.createStatement()) {
            setPassword(statement, "postgres", superuserPassword());
            Files.write(
                    rules,
                    lines.stream()
                            .map(line ->
                                    trusts(line) ? line.replaceAll("trust\\s*$", METHOD) : line)
                            .toList());
            statement.execute("SELECT pg_reload_conf()");
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        }
    }

    /** Passwords made here have no character that SQL would need quoted. */
    static void setPassword(Statement statement, String role, String password) throws SQLException {
        statement.execute("ALTER ROLE %s PASSWORD '%s'".formatted(role, password));
    }

    private static boolean trusts(String line) {
        return !line.startsWith("#") && line.strip().endsWith("trust");
    }
}
