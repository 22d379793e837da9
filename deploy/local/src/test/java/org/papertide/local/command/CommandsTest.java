package org.papertide.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.local.supervisor.HostPort;
import org.papertide.local.supervisor.Service;
import org.papertide.local.supervisor.UpOptions;
import picocli.CommandLine;

class CommandsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path root;

    @Test
    void upKeepsItsDataInTheCheckoutAndListensFrom8080() {
        UpOptions options = up();

        assertThat(options.data().path()).isEqualTo(root.resolve(".papertide"));
        assertThat(options.ports().notifyService()).isEqualTo(8080);
        assertThat(options.ports().postgres()).isEqualTo(8087);
        assertThat(options.offline()).isFalse();
    }

    @Test
    void portBaseMovesEveryPort() {
        UpOptions options = up("--port-base", "9000");

        assertThat(options.ports().names().keySet())
                .containsExactly(
                        9000, 9001, 9002, 9003, 9004, 9005, 9006, 9007, 9008, 9009, 9010, 9011,
                        9012);
    }

    @Test
    void clockImpliesOffline() {
        UpOptions options = up("--clock=2025-12-04T18:00:00Z");

        assertThat(options.offline()).isTrue();
        assertThat(options.clock()).map(Object::toString).contains("2025-12-04T18:00:00Z");
    }

    @Test
    void withoutNamesServicesInEitherForm() {
        assertThat(up("--without", "notify", "--without=ingest-service").without())
                .containsExactlyInAnyOrder(Service.NOTIFY, Service.INGEST);
    }

    @Test
    void smtpTakesAnAddressOfVersion6() {
        assertThat(up("--smtp", "[2001:db8::1]:25").smtp())
                .contains(new HostPort("2001:db8::1", 25));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --clock=yesterday | --clock must be an instant such as",
                "up --clock=2025-12-04T18:00:00 | --clock must be an instant such as",
                "up --smtp=mail.example.org | --smtp must be HOST:PORT, not mail.example.org",
                "up --smtp=:25 | --smtp must be HOST:PORT",
                "up --smtp=h:70000 | --smtp must be HOST:PORT",
                "up --port-base=eighty | --port-base must be a number, not eighty",
                "up --port-base=65530 | --port-base must be from 1 to 65521, not 65530",
                "up --without=web | --without must be ingest, ranking or notify, not web",
                "up --fast | There is no option --fast",
                "up --fast=yes | There is no option --fast",
                "up --offline=yes | --offline 'yes' is not a boolean",
                "up --data | --data needs a value",
                "up --data a --data b | --data was given more than once",
                "up now | up takes no now",
                "up --demo --clock=2025-12-04T18:00:00Z | --demo runs at the present time",
                "status --observed-at=2025-12-04T18:00:00Z | There is no option --observed-at",
                "status now | status takes no now",
                "deliveries --edition=x | --edition must be a whole number from 1, not x",
                "deliveries --subscription -1 | --subscription must be a whole number from 1, not -1",
                "deliveries --limit 0 | --limit must be a whole number from 1, not 0",
                "deliveries --limit 1001 | --limit must be a whole number from 1 to 1000, not 1001",
                "tail --limit 0 | --limit must be a whole number from 1, not 0",
                "tail --limit=-5 | --limit must be a whole number from 1, not -5",
                "tail --limit 99999999999999999999 | --limit must be a whole number from 1, not 9",
                "export papers --out a.csv --from 2026-05-04T08:00:00Z --until 2026-05-04T08:00:00Z | --from must be before --until",
                "import | import needs a file",
                "import --observed-at=now page.txt | --observed-at must be an instant such as",
                "check-mail | check-mail needs a domain",
                "check-mail nowhere | DOMAIN must be a domain such as example.org, not nowhere",
                "check-mail xn--example.org | DOMAIN must be a domain such as example.org, not xn--example.org",
                "check-mail a..b | DOMAIN must be a domain such as example.org, not a..b",
                "check-mail example.org --from-ip host | --from-ip must be an address such as 192.0.2.1",
                "check-mail example.org --resolver 192.0.2.1 | --resolver must be HOST:PORT",
                "tail sores | TOPIC must be a topic such as papers, scores or papers.dlq, not sores",
                "tail --from yesterday | --from must be BEGINNING, NOW or an instant such as",
                "tail --bootstrap h:1 signals --where titel=x | --where cannot be asked of signals.v1: there is no field titel",
                "tail --bootstrap h:1 --where score | --where must be FIELD=VALUE, or with !=",
                "export | --out needs a value",
                "export rows --out a.csv | WHAT expected one of [PAPERS, SCORES, READINGS] (case-insensitive) but was 'rows'",
                "export papers | --out needs a value",
                "export papers --out a.txt | --out does not end in .jsonl or .csv: give --format",
                "dead-letters --topic x | --topic must be a topic such as papers",
                "dead-letters show | show needs an ID, as list prints it",
                "dead-letters show 12 | ID must be a dead letter such as papers-0@12",
                "dead-letters requeue | requeue needs an ID, --topic, --reason or --all",
                "images --tag=a/b | --tag must be a tag such as 1.2.0, not a/b",
                "fly | There is no command fly.",
            })
    void explainsWhatItCannotUnderstandInOneLine(String line, String problem) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(text(err)).startsWith(problem).hasLineCount(1);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void commandsForARunningStackFailWhenNoneRuns() {
        assertThat(run("status")).isEqualTo(1);
        assertThat(run("import", "page.txt")).isEqualTo(1);
        assertThat(run("deliveries")).isEqualTo(1);
        assertThat(run("tail")).isEqualTo(1);
        assertThat(run("dead-letters")).isEqualTo(1);
        assertThat(run("export", "papers", "--out", root.resolve("a.csv").toString())).isEqualTo(1);

        assertThat(text(err)).contains("Nothing runs on " + root.resolve(".papertide"));
    }

    /** All but help, which is picocli's. */
    private static List<String> names() {
        return Commands.of(Path.of(""), System.out, System.err).getSubcommands().keySet().stream()
                .filter(name -> !name.equals("help"))
                .toList();
    }

    /** What the script does not know it refuses, though the launcher has it. */
    @Test
    void theScriptHasEveryCommandAndNoOther() throws IOException {
        String script = Files.readString(Path.of("../../papertide"));
        String usage =
                script.substring(script.indexOf("Commands: "), script.indexOf(".\nEach builds"));
        String branches = script.substring(script.lastIndexOf("case ${1:-} in"));
        List<String> commands = names();

        assertThat(usage.substring("Commands: ".length()).split(",\\s+"))
                .containsExactlyInAnyOrderElementsOf(commands);
        assertThat(
                        Pattern.compile("(?m)^  ([a-z].*)\\)$")
                                .matcher(branches)
                                .results()
                                .flatMap(branch -> Stream.of(branch.group(1).split(" \\| "))))
                .containsExactlyInAnyOrderElementsOf(commands);
        assertThat(script).contains("\"${1:-}\" = help");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(text(out)).startsWith("usage: ./papertide " + command).contains("--help");
    }

    @Test
    void helpListsTheCommands() {
        assertThat(run("--help")).isZero();

        assertThat(text(out)).startsWith("usage: ./papertide").contains(names());
    }

    @Test
    void noCommandIsAnError() {
        assertThat(run()).isEqualTo(2);

        assertThat(text(err)).startsWith("usage: ./papertide");
    }

    @Test
    void versionNamesPapertideAndJava() {
        assertThat(run("--version")).isZero();

        assertThat(text(out)).matches("Papertide \\d+\\.\\d+\\.\\d+\\S*, Java \\d+\\R");
    }

    private UpOptions up(String... arguments) {
        List<String> line = new ArrayList<>(List.of("up"));
        line.addAll(List.of(arguments));
        UpCommand command =
                commands()
                        .parseArgs(line.toArray(String[]::new))
                        .subcommand()
                        .commandSpec()
                        .commandLine()
                        .getCommand();
        return command.options();
    }

    private int run(String... arguments) {
        return commands().execute(arguments);
    }

    private CommandLine commands() {
        return Commands.of(root, stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
