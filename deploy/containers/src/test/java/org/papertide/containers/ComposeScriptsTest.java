package org.papertide.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.testing.Checkout;

/** What the scripts do when something is not as it should be, with an engine that writes down. */
class ComposeScriptsTest {

    /** Answers for Docker: two services run, each volume is there unless a file says otherwise. */
    private static final String ENGINE =
            """
            #!/bin/bash
            echo "$*" >>"$CALLS"
            case "$*" in
              *"ps --services"*) [ -e broken ] && exit 1; printf 'ranking\\npostgres\\n' ;;
              "compose start"*) [ ! -e unstartable ] ;;
              "volume inspect"*) [ -z "$NO_VOLUMES" ] ;;
            esac
            """;

    @TempDir private Path folder;
    private Path calls = Path.of("");

    /**
     * @param exit its exit code
     * @param said what it printed
     */
    private record Run(int exit, String said) {}

    @BeforeEach
    void install() throws IOException {
        for (String file :
                List.of(
                        "compose.sh",
                        "prepare",
                        "backup",
                        "restore",
                        "nginx.conf",
                        "databases.sql")) {
            Files.copy(
                    Checkout.root().resolve("deploy/compose").resolve(file),
                    folder.resolve(file),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Path engine = Files.writeString(tools.resolve("docker"), ENGINE);
        assertThat(engine.toFile().setExecutable(true)).isTrue();
        calls = folder.resolve("calls");
    }

    @Test
    void aBackupStartsWhatRanAndNothingElse() throws Exception {
        prepare();

        Run backup = run("./backup", "saved");

        assertThat(backup.exit()).as(backup.said()).isZero();
        assertThat(Files.readAllLines(calls)).last().isEqualTo("compose start ranking postgres");
        assertThat(folder.resolve("saved")).isDirectoryContaining("glob:**/SHA256SUMS");
    }

    @Test
    void aBackupSaysThatAServiceDidNotStartAgain() throws Exception {
        prepare();
        Files.createFile(folder.resolve("unstartable"));

        Run backup = run("./backup", "saved");

        assertThat(backup.exit()).isEqualTo(1);
        assertThat(backup.said()).contains("Not all that ran could be started again");
    }

    @Test
    void aBackupStopsNothingIfItCannotLearnWhatRuns() throws Exception {
        prepare();
        Files.createFile(folder.resolve("broken"));

        assertThat(run("./backup", "saved").exit()).isNotZero();

        assertThat(Files.readString(calls)).doesNotContain("stop");
    }

    @Test
    void aRestoreOverwritesNeitherSettingsNorSecrets() throws Exception {
        prepare();
        assertThat(run("./backup", "saved").exit()).isZero();
        Path keys = folder.resolve("secrets/token-keys");
        Files.writeString(keys, "1=newer");

        Run restore = run("NO_VOLUMES=1 ./restore", "saved");

        assertThat(restore.exit()).isEqualTo(1);
        assertThat(restore.said()).contains(".env is there already: nothing was restored");
        assertThat(keys).hasContent("1=newer");

        Files.move(folder.resolve(".env"), folder.resolve("env-of-before"));
        assertThat(run("NO_VOLUMES=1 ./restore", "saved").said())
                .contains("secrets is there already: nothing was restored");
        assertThat(keys).hasContent("1=newer");

        Files.move(folder.resolve("secrets"), folder.resolve("secrets-of-before"));
        assertThat(run("NO_VOLUMES=1 ./restore", "saved").said())
                .contains("files is there already: nothing was restored");

        Files.move(folder.resolve("files"), folder.resolve("files-of-before"));
        assertThat(run("NO_VOLUMES=1 ./restore", "saved").exit()).isZero();
        assertThat(keys).isRegularFile().content().doesNotContain("newer");
    }

    @Test
    void whatIsThereIsPreparedAsItIs() throws Exception {
        prepare();
        Map<Path, String> made = made();

        prepare();

        assertThat(made()).isEqualTo(made);
    }

    /** One at a time; what is made of the file that is gone, such as a copy of it, stays, too. */
    @Test
    void whatIsGoneIsMadeAnewAndNothingElse() throws Exception {
        prepare();
        for (Path file : made().keySet()) {
            if (file.endsWith("key.pem")) {
                continue;
            }
            Map<Path, String> others = made();
            others.remove(file);
            Files.delete(file);

            prepare();

            Map<Path, String> made = made();
            assertThat(made.remove(file)).as(file.toString()).isNotBlank();
            assertThat(made).as(file.toString()).isEqualTo(others);
        }
    }

    /** No key can be made for it, and the certificate may be the domain's own. */
    @Test
    void aCertificateWithoutItsKeyIsNotReplaced() throws Exception {
        prepare();
        Map<Path, String> others = made();
        Path key = folder.resolve("secrets/tls/key.pem");
        others.remove(key);
        Files.delete(key);

        Run again = run("./prepare", "localhost test");

        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.said()).contains("certificate.pem is there without its key.pem");
        assertThat(made()).isEqualTo(others);
    }

    /** What prepare makes, by its file. */
    private Map<Path, String> made() throws IOException {
        Map<Path, String> made = new TreeMap<>();
        made.put(folder.resolve(".env"), Files.readString(folder.resolve(".env")));
        try (Stream<Path> files = Files.walk(folder.resolve("secrets"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                made.put(file, Files.readString(file));
            }
        }
        assertThat(made).hasSizeGreaterThan(7);
        return made;
    }

    @Test
    void captureStaysOnOnceItWasAskedFor() throws Exception {
        assertThat(run("./prepare", "--capture localhost test").exit()).isZero();

        assertThat(folder.resolve(".env")).content().contains("COMPOSE_PROFILES=capture\n");
    }

    private void prepare() throws Exception {
        Run prepared = run("./prepare", "localhost test");
        assertThat(prepared.exit()).as(prepared.said()).isZero();
        assertThat(folder.resolve(".env")).content().contains("COMPOSE_PROFILES=\n");
    }

    private Run run(String script, String arguments) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", script + " " + arguments)
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        builder.environment()
                .merge("PATH", folder.resolve("tools").toString(), (old, ours) -> ours + ":" + old);
        builder.environment().put("CALLS", calls.toString());
        builder.environment().put("KAFKA_VERSION", "4.4.0");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }
}
