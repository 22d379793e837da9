package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.testing.Checkout;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;
import org.papertide.testing.Ports;

class LauncherIT {

    private static final int PORTS = 13;

    /** As many as the papers page has. */
    private static final int PAPERS = 119;

    /** PostgreSQL calls it fatal when somebody asks too early: no fault of anybody's. */
    private static final String TOO_EARLY = "the database system is starting up";

    private static final Pattern COMPLAINT =
            Pattern.compile("\\b(WARN|WARNING|ERROR|SEVERE|FATAL|PANIC)\\b");

    /** A complaint's own line, and the first of its stack trace. */
    private static final int LINES_OF_A_CAUSE = 3;

    private final int portBase = Ports.firstOf(PORTS);

    @TempDir private Path directory;

    /** One story, for each start of everything costs seconds. */
    @Test
    void comesUpKeepsGoingIsTakenOverAndStops() throws IOException, SQLException {
        Path data = directory.resolve("data of mine");
        Path page = Files.write(directory.resolve("page.txt"), Listings.page(PAPERS));
        try (Launcher up = up(data, portBase)) {
            up.awaitReady();
            assertThat(complaints(data, Map.of())).as("of a normal start").isEmpty();
            isForItsOwnerOnly(data);
            letsNobodyInWithoutThePassword(data);
            assertThat(up.output())
                    .doesNotContain(Files.readString(data.resolve("operator-token")).strip())
                    .doesNotContain(Files.readString(data.resolve("postgres-password")).strip());
            refusesASecondOnTheSameDataOrPorts(data);
            assertThat(up.output())
                    .contains("http://localhost:" + portBase, "operator token")
                    .contains("No remote source is polled", "./papertide up --demo");

            Launcher taken = launcher("import", "--data", data.toString(), page.toString());
            assertThat(taken.output()).contains("papers page: papers 119 new", "0 refused");
            assertThat(taken.exitCode()).isZero();
            awaitRanked();
            Launcher status = statusOfAll(data);
            assertThat(status.output())
                    .contains("ingest-service   ready", "notify-service   ready")
                    .contains("active subscriptions     0", "mails accepted           0")
                    .containsPattern("rankings last changed    ([0-9]+ s ago|no time yet)")
                    .contains("papertide.ranking on papertide.papers.v1")
                    .containsPattern("papertide\\.papers\\.v1 +119\n");
            assertThat(status.exitCode()).isZero();

            keepsNothingOfAReaderWhoHadItselfErased(data);
            startsAServiceAgainThatWasKilled(up);
            assertThat(up.services()).hasSize(3);
            up.killAll(data);
        }

        try (Launcher next = up(data, portBase)) {
            next.awaitReady();
            assertThat(next.output()).contains("did not end in order; taking over");
            awaitRanked();
            Launcher again = launcher("import", "--data", data.toString(), page.toString());
            assertThat(again.output()).contains("papers 0 new, 0 changed, 119 unchanged");
            assertThat(statusOfAll(data).output())
                    .as("nothing was published again")
                    .containsPattern("papertide\\.papers\\.v1 +119\n");

            Collection<ProcessHandle> services = next.services().values();
            Map<Path, Integer> before = lengths(data);
            next.terminate();
            assertThat(next.awaitEnd(Duration.ofMinutes(2))).isZero();
            assertThat(complaints(data, before)).as("of a normal stop").isEmpty();
            assertThat(next.output()).endsWith("Stopping ...\nStopped.\n");
            assertThat(services).hasSize(3).noneMatch(ProcessHandle::isAlive);
        }
        isForItsOwnerOnly(data);
        assertThat(data.resolve("tmp")).isEmptyDirectory();
        assertThat(launcher("status", "--data", data.toString()).output())
                .contains("Nothing runs on " + data);
        assertThat(Launcher.systemTemporary(directory)).isEmptyDirectory();
    }

    /** Kafka ends with it; PostgreSQL goes on, and is taken over. */
    @Test
    @EnabledIfSystemProperty(
            named = "papertide.faults",
            matches = "all",
            disabledReason = "takes a minute: -Dpapertide.faults=all")
    void isTakenOverWhereTheSupervisorAloneWasKilled() throws IOException {
        Path data = directory.resolve("data of mine");
        Collection<ProcessHandle> left;
        try (Launcher up = up(data, portBase)) {
            up.awaitReady();
            left = List.copyOf(up.services().values());
            assertThat(left).hasSize(3);
            up.kill();
        }
        await("children end when their parent was killed")
                .atMost(Duration.ofMinutes(2))
                .until(() -> left.stream().noneMatch(ProcessHandle::isAlive));

        try (Launcher next = up(data, portBase)) {
            next.awaitReady();
            assertThat(next.output()).contains("did not end in order; taking over");
        }
        isForItsOwnerOnly(data);
    }

    /** How many lines each log has. */
    private static Map<Path, Integer> lengths(Path data) throws IOException {
        Map<Path, Integer> lengths = new HashMap<>();
        for (Path log : logs(data)) {
            lengths.put(log, Files.readAllLines(log).size());
        }
        return lengths;
    }

    /** What services and servers have warned of since their logs had so many lines. */
    private static List<String> complaints(Path data, Map<Path, Integer> before)
            throws IOException {
        List<String> complaints = new ArrayList<>();
        for (Path log : logs(data)) {
            List<String> lines = Files.readAllLines(log);
            for (int i = before.getOrDefault(log, 0); i < lines.size(); i++) {
                String line = lines.get(i);
                if (COMPLAINT.matcher(line).find() && !line.contains(TOO_EARLY)) {
                    List<String> cause =
                            lines.subList(i, Math.min(i + LINES_OF_A_CAUSE, lines.size()));
                    complaints.add(log.getFileName() + ": " + String.join("\n", cause));
                }
            }
        }
        return complaints;
    }

    private static List<Path> logs(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("logs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void isForItsOwnerOnly(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            assertThat(all.filter(path -> !Files.isSymbolicLink(path)))
                    .isNotEmpty()
                    .allSatisfy(path ->
                            assertThat(PosixFilePermissions.toString(permissions(path)))
                                    .as(path.toString())
                                    .endsWith("------"));
        }
    }

    /** A file that goes while it is looked at is nobody's. */
    private static Set<PosixFilePermission> permissions(Path path) throws IOException {
        try {
            return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException _) {
            return Set.of();
        }
    }

    private void letsNobodyInWithoutThePassword(Path data) throws IOException, SQLException {
        String password = Files.readString(data.resolve("postgres-password")).strip();
        for (String user : List.of("postgres", "papertide")) {
            for (String wrong : List.of("", user, password + "x")) {
                assertThatThrownBy(() -> connect(user, wrong))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password");
            }
        }
        assertThatCode(() -> connect("papertide", password)).doesNotThrowAnyException();
        try (Connection open = connection("papertide", password);
                Statement statement = open.createStatement();
                ResultSet keys = statement.executeQuery("SELECT 1 FROM token_key")) {
            assertThat(keys.next()).as("a token key in the database").isFalse();
        }
    }

    /** Whatever a reader gives, in the fields where it can be given; it is nobody's word. */
    private static final String MARKER = "zqxjkvbmarker";

    /** Every file under the data directory: the promises of notify's README. */
    private void keepsNothingOfAReaderWhoHadItselfErased(Path data)
            throws IOException, SQLException {
        String address = MARKER + "@" + MARKER + ".example";
        Mailbox mailbox = new Mailbox(portBase + 4, address);
        Http.Answer asked =
                Http.postJson(
                        URI.create("http://localhost:%d/api/v1/subscriptions".formatted(portBase)),
                        """
                        {"email": "%2$s", "frequency": "DAILY", "include": ["%1$s"],
                         "exclude": ["not %1$s"], "authors": ["Ada %1$s"],
                         "about": ["about %1$s"], "notAbout": ["not about %1$s"]}
                        """
                                .formatted(MARKER, address));
        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        String confirm = link(mailbox, "/confirm/");
        assertThat(Http.postForm(URI.create(confirm), "").status()).isBetween(200, 303);
        String preferences = link(mailbox, "/preferences/");
        assertThat(filesWithMarker(data, List.of("mail"))).as("before").isNotEmpty();

        Http.Answer erased = Http.postForm(URI.create(preferences), "action=erase&sure=yes");

        assertThat(erased.body()).contains("All is deleted");
        assertThat(filesWithMarker(data, List.of("mail", "postgres"))).isEmpty();
        removeDeletedRows(data);
        assertThat(filesWithMarker(data, List.of("mail"))).isEmpty();
        assertThat(filesWithMarker(data.resolve("mail"), List.of()))
                .as("the reader's own mailbox")
                .hasSize(2);
    }

    /**
     * Who does not answer within two seconds is left out of a status; on a busy machine, ask again.
     */
    private Launcher statusOfAll(Path data) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> launcher("status", "--patience", "60", "--data", data.toString()),
                        status -> !status.output().contains("not known"));
    }

    private static String link(Mailbox mailbox, String path) {
        return mailbox.await(mail -> mail.link(path).isPresent()).link(path).orElseThrow();
    }

    /** What the README tells the operator to do. */
    private void removeDeletedRows(Path data) throws IOException, SQLException {
        String password = Files.readString(data.resolve("postgres/superuser-password")).strip();
        try (Connection superuser = connection("postgres", password);
                Statement statement = superuser.createStatement()) {
            for (String each : List.of("VACUUM FULL", "SELECT pg_switch_wal()", "CHECKPOINT")) {
                statement.execute(each);
            }
        }
    }

    private static List<String> filesWithMarker(Path top, List<String> without) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isRegularFile)
                    .map(top::relativize)
                    .filter(file -> !without.contains(file.getName(0).toString()))
                    .filter(file -> hasMarker(top.resolve(file)))
                    .map(Path::toString)
                    .toList();
        }
    }

    /** Any case, as addresses are folded; a file that goes while it is looked at is empty. */
    private static boolean hasMarker(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .toLowerCase(Locale.ROOT)
                    .contains(MARKER);
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect(String user, String password) throws SQLException {
        connection(user, password).close();
    }

    private Connection connection(String user, String password) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:%d/notify".formatted(portBase + 7);
        return DriverManager.getConnection(url, user, password);
    }

    private void awaitRanked() {
        URI ranking =
                URI.create(
                        "http://127.0.0.1:%d%s"
                                .formatted(portBase + 2, Pipeline.trending("rising/day")));
        await("the papers are in the ranking API")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Http.get(ranking).json().path("entries").size() == PAPERS);
    }

    private void refusesASecondOnTheSameDataOrPorts(Path data) {
        Launcher same = launcher("up", "--data", data.toString(), "--port-base", "" + free());
        assertThat(same.output()).contains("data directory " + data + " is in use");
        assertThat(same.exitCode()).isEqualTo(1);

        String other = directory.resolve("other").toString();
        Launcher busy = launcher("up", "--data", other, "--port-base", "" + portBase);
        assertThat(busy.output())
                .contains(
                        "port %d (the site)".formatted(portBase),
                        "port %d (PostgreSQL)".formatted(portBase + 7));
        assertThat(busy.exitCode()).isEqualTo(1);
    }

    private static void startsAServiceAgainThatWasKilled(Launcher up) {
        ProcessHandle killed = Objects.requireNonNull(up.services().get("notify-service"));
        killed.destroyForcibly();

        await("another process in its place")
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    ProcessHandle now = up.services().get("notify-service");
                    return now != null && now.pid() != killed.pid();
                });
        assertThat(up.output()).contains("notify-service ended (signal 9); it starts again");
    }

    @Test
    void theScriptSaysWhatItDoesAndWhatItDoesNot() throws IOException, InterruptedException {
        assertThat(script("help")).startsWith("0 ").contains("up", "import", "backtest");
        assertThat(script("fly")).startsWith("2 There is no command fly.");
        assertThat(script("up", "--help")).startsWith("0 usage: ./papertide up").contains("--demo");
        assertThat(script()).startsWith("2 usage:");
        assertThat(script("--version")).startsWith("0 Papertide ");
    }

    @Test
    void theScriptExplainsItselfWhereNothingIsBuilt() throws IOException, InterruptedException {
        Path script = directory.resolve("papertide");
        Files.copy(Checkout.root().resolve("papertide"), script);
        Files.copy(Checkout.root().resolve("pom.xml"), directory.resolve("pom.xml"));

        assertThat(said(new ProcessBuilder("/bin/sh", script.toString(), "up", "--help")))
                .startsWith("0 usage: ./papertide COMMAND")
                .contains("backtest", "bench");
        assertThat(said(new ProcessBuilder("/bin/sh", script.toString(), "--version")))
                .startsWith("0 Papertide ");
    }

    /** A script that looks for JDKs nowhere, and a path without one. */
    @Test
    void theScriptSaysThatThereIsNoJdk() throws IOException, InterruptedException {
        Path script = directory.resolve("papertide");
        Files.writeString(
                script,
                Files.readString(Checkout.root().resolve("papertide"))
                        .replaceAll("(?<= )/(usr/lib/jvm|opt|Library)/", "/none/"));
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : List.of("dirname", "sed", "readlink")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        ProcessBuilder up = new ProcessBuilder("/bin/sh", script.toString(), "up");
        up.environment().clear();
        up.environment().putAll(Map.of("PATH", tools.toString(), "HOME", directory.toString()));

        assertThat(said(up))
                .startsWith("1 Papertide needs a JDK 25 or newer, and none was found.")
                .contains("set JAVA_HOME");
    }

    @Test
    void saysWhatItCannotUnderstand() {
        Launcher nothing = launcher("import");
        assertThat(nothing.output()).isEqualTo("import needs a file\n");
        assertThat(nothing.exitCode()).isEqualTo(2);
    }

    private static int free() {
        return Ports.firstOf(PORTS);
    }

    private Launcher up(Path data, int base, String... more) {
        List<String> arguments = new ArrayList<>(List.of("up", "--offline"));
        arguments.addAll(List.of("--data", data.toString(), "--port-base", "" + base));
        arguments.addAll(List.of(more));
        return Launcher.start(directory, arguments);
    }

    private Launcher launcher(String... arguments) {
        return Launcher.run(directory, List.of(arguments));
    }

    private static String script(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Checkout.root().resolve("papertide") + ""));
        command.addAll(List.of(arguments));
        return said(new ProcessBuilder(command));
    }

    /** The exit code and what was printed. */
    private static String said(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }
}
