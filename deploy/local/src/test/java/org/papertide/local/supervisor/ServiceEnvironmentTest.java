package org.papertide.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceEnvironmentTest {

    @TempDir private Path directory;

    @Test
    void tellsAShellWhereAServiceThatRunsElsewhereFindsTheStack()
            throws IOException, InterruptedException {
        Path data = Files.createDirectory(directory.resolve("reader's data"));
        UpOptions options = Options.of(data, Service.RANKING);
        ServiceEnvironment environment =
                new ServiceEnvironment(options, Duration.ofHours(-3), Map.of());
        Path file = directory.resolve("ranking.env");
        Files.writeString(file, environment.forElsewhere(Service.RANKING));

        List<String> seen = environmentAfter(file);

        assertThat(seen)
                .contains(
                        "QUARKUS_HTTP_PORT=9002",
                        "QUARKUS_MANAGEMENT_PORT=9011",
                        "PAPERTIDE_MANAGEMENT_ON_MAIN_PORT=true",
                        "PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9006",
                        "PAPERTIDE_CLOCK_OFFSET=PT-3H",
                        "PAPERTIDE_OPERATOR_TOKEN=" + options.data().operatorToken(),
                        "PAPERTIDE_RANKING_STATE_DIR=" + data.resolve("ranking-state"))
                .noneMatch(line -> line.startsWith("PAPERTIDE_END_WITH_PARENT"))
                .noneMatch(line -> line.startsWith("QUARKUS_LOG_FILE"));
    }

    private static List<String> environmentAfter(Path file)
            throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("/bin/sh", "-c", ". \"$0\" && env", file + "").start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return output.lines().toList();
    }
}
