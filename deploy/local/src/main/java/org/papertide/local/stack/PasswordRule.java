package org.papertide.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
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

    /** A rule whose method is trust, perhaps with a remark behind it. */
    private static final Pattern TRUST =
            Pattern.compile("(\\s*(?:local|host[a-z]*)\\s[^#]*\\s)trust(\\s*(?:#.*)?)");

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

    /**
     * Makes a server that trusts ask for passwords, and ends what came in without one.
     *
     * @throws IllegalStateException if a rule that is not ours to change goes on letting people in
     */
    void enforce(Connection superuser) throws SQLException, IOException {
        Path rules = data.resolve("pg_hba.conf");
        List<String> lines = Files.readAllLines(rules);
        try (Statement statement = superuser.createStatement()) {
            if (lines.stream().noneMatch(PasswordRule::trusts)) {
                requireNoTrust(statement);
                return;
            }
            setPassword(statement, "postgres", superuserPassword());
            Files.write(rules, lines.stream().map(PasswordRule::withPassword).toList());
            requireNoTrust(statement);
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

    /** Asks the server, which reads what a line includes, too. */
    private static void requireNoTrust(Statement statement) throws SQLException {
        String query =
                "SELECT file_name || ' line ' || line_number FROM pg_hba_file_rules"
                        + " WHERE auth_method = 'trust' OR auth_method IS NULL LIMIT 1";
        try (ResultSet left = statement.executeQuery(query)) {
            if (left.next()) {
                throw new IllegalStateException(
                        ("it would let people in without a password, or cannot tell: write %s"
                                        + " instead of trust in %s")
                                .formatted(METHOD, left.getString(1)));
            }
        }
    }

    private static boolean trusts(String line) {
        return TRUST.matcher(line).matches();
    }

    private static String withPassword(String line) {
        return TRUST.matcher(line).replaceFirst("$1" + METHOD + "$2");
    }
}
