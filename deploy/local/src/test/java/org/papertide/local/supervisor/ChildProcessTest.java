package org.papertide.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    private final List<Long> pids = new CopyOnWriteArrayList<>();
    private final List<Integer> codes = new CopyOnWriteArrayList<>();

    @TempDir private Path logs;

    @Test
    void startsAgainAfterAKill() throws IOException {
        ChildProcess child = child("exec sleep 600");
        child.start();
        long first = pids.getFirst();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> pids.size() == 2);
        assertThat(codes).containsExactly(137);
        stop(child);
    }

    @Test
    void stopsForGoodWhenAsked() throws IOException {
        ChildProcess child = child("exec sleep 600");
        child.start();

        stop(child);

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        ProcessHandle.of(pids.getFirst()).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(codes).isEmpty();
        assertThat(pids).hasSize(1);
    }

    @Test
    void ignoresTheInterruptOfTheTerminal() throws Exception {
        ChildProcess child = child("exec sleep 600");
        child.start();
        long pid = pids.getFirst();

        // The shell sets the trap before it becomes the command.
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        ProcessHandle.of(pid)
                                .flatMap(p -> p.info().command())
                                .filter(c -> c.endsWith("sleep"))
                                .isPresent());
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();

        Awaitility.await()
                .during(Duration.ofMillis(300))
                .until(() -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        stop(child);
    }

    @Test
    void givesTheChildAnInputThatStaysOpen() throws IOException {
        ChildProcess child = child("echo begun; cat; echo ended");
        child.start();

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> output().contains("begun"));
        assertThat(output()).doesNotContain("ended");
        stop(child);
    }

    @Test
    void keepsWhatItPrinted() throws IOException {
        ChildProcess child = child("echo $GREETING; exit 3");
        child.start();

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> codes.contains(3));
        assertThat(output()).isEqualTo("hello\n");
        stop(child);
    }

    @Test
    void waitsLongerAfterEachDeathUpToHalfAMinute() {
        assertThat(List.of(ChildProcess.pause(1), ChildProcess.pause(2), ChildProcess.pause(3)))
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(ChildProcess.pause(1_000)).isEqualTo(Duration.ofSeconds(30));
    }

    /** One that is killed before may have a mail under way. */
    @Test
    void waitsForAServiceAsLongAsContainersDo() throws IOException {
        String seconds = "%d".formatted(ChildProcess.STOP_WAIT.toSeconds());
        assertThat(Files.readString(Path.of("../compose/compose.yaml")))
                .containsPattern(
                        "(?s)x-service: [^\\n]*\\n(?:  [^\\n]*\\n)*?  stop_grace_period: "
                                + seconds
                                + "s\\n");
    }

    private String output() throws IOException {
        return Files.readString(logs.resolve("child.out"));
    }

    private ChildProcess child(String script) {
        ChildProcess.Listener listener =
                new ChildProcess.Listener() {
                    @Override
                    public void started(String name, long pid) {
                        pids.add(pid);
                    }

                    @Override
                    public void died(String name, int code, Duration pause) {
                        codes.add(code);
                    }
                };
        return new ChildProcess(
                new ChildProcess.Spec(
                        "child",
                        List.of("/bin/sh", "-c", script),
                        Map.of("GREETING", "hello"),
                        logs),
                listener,
                Clock.systemUTC());
    }

    private static void stop(ChildProcess child) {
        child.askToStop();
        child.awaitStop();
    }
}
