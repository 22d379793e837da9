package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.testing.Checkout;
import org.papertide.testing.Ports;

class LauncherIT {

    private static final int PORTS = 9;

    private final int portBase = Ports.firstOf(PORTS);

    @TempDir private Path directory;

    /** One story, for each start of everything costs seconds. */
    @Test
    void comesUpKeepsGoingIsTakenOverAndStops() throws IOException {
        Path data = directory.resolve("data of mine");
        Path page = Files.writeString(directory.resolve("page.txt"), PAGE);
        Collection<ProcessHandle> left;
        try (Launcher up = up(data, portBase)) {
            up.awaitReady();
            refusesASecondOnTheSameDataOrPorts(data);
            assertThat(up.output())
                    .contains("http://localhost:" + portBase, "operator token")
                    .contains("No remote source is polled", "./papertide up --demo");

            Launcher taken = launcher("import", "--data", data.toString(), page.toString());
            assertThat(taken.output()).contains("papers page: papers 3 new", "0 refused");
            assertThat(taken.exitCode()).isZero();
            Launcher status = launcher("status", "--data", data.toString());
            assertThat(status.output())
                    .contains("ingest-service   ready", "notify-service   ready")
                    .contains("papertide.papers.v1", "papertide.ranking on papertide.papers.v1");
            assertThat(status.exitCode()).isZero();

            startsAServiceAgainThatWasKilled(up);
            left = List.copyOf(up.services().values());
            assertThat(left).hasSize(3);
            up.kill();
        }
        await("children end when their parent was killed")
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> left.stream().noneMatch(ProcessHandle::isAlive));

        try (Launcher next = up(data, portBase)) {
            next.awaitReady();
            assertThat(next.output()).contains("did not end in order; taking over");
            Launcher again = launcher("import", "--data", data.toString(), page.toString());
            assertThat(again.output()).contains("papers 0 new, 0 changed, 3 unchanged");

            Collection<ProcessHandle> services = next.services().values();
            next.terminate();
            assertThat(next.awaitEnd(Duration.ofMinutes(1))).isZero();
            assertThat(next.output()).endsWith("Stopping ...\nStopped.\n");
            assertThat(services).hasSize(3).noneMatch(ProcessHandle::isAlive);
        }
        assertThat(launcher("status", "--data", data.toString()).output())
                .contains("Nothing runs on " + data);
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
                .atMost(30, TimeUnit.SECONDS)
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
        assertThat(script()).startsWith("2 usage:");
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

    private Launcher up(Path data, int base) {
        return Launcher.start(
                directory,
                List.of("up", "--offline", "--data", data.toString(), "--port-base", "" + base));
    }

    private Launcher launcher(String... arguments) {
        return Launcher.run(directory, List.of(arguments));
    }

    private static String script(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Checkout.root().resolve("papertide") + ""));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }

    private static final String PAGE =
            """
            Get trending papers in your email inbox once a day!
            Get trending papers in your email inbox!
            SubscribeOn the Patience of Lighthouses
            We measure how long a lighthouse waits and find that it always waits longer than we do.
            A Cartography of Small Doors
            Small doors are mapped for the first time, with a bound on what may stand behind them.
            Gradient Descent for Gardeners
            We show that a garden converges when it is watered at a rate that decays with the square root of time.
            """;
}
