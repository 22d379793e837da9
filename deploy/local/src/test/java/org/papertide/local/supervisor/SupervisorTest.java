package org.papertide.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.local.data.RefusedException;
import org.papertide.local.data.RunningStack;
import org.papertide.local.health.ReadinessProbe.Answer;
import org.papertide.local.stack.ServerFailedException;
import org.papertide.local.stack.StackServer;

class SupervisorTest {

    private static final Instant BEGUN = Instant.parse("2026-11-23T12:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGUN);
    private final AtomicReference<Answer> readiness = new AtomicReference<>(new Answer.Silent());
    private final AtomicBoolean halted = new AtomicBoolean();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private boolean kafkaFails;

    @TempDir private Path directory;

    private UpOptions options;
    private Supervisor supervisor;

    @BeforeEach
    void build() throws IOException {
        for (Service service : List.of(Service.INGEST, Service.RANKING)) {
            Path jar = service.jar(directory);
            Files.createDirectories(jar.getParent());
            Files.createFile(jar);
        }
        options = Options.of(directory, Service.NOTIFY);
        supervisor = supervisor(options);
    }

    @AfterEach
    void stop() {
        supervisor.stopAndHalt();
    }

    @Test
    void reportsWhatIsUpAndWhenAllIsReady() {
        CompletableFuture<Integer> run = run();
        now.set(BEGUN.plusSeconds(3));
        readiness.set(new Answer.Ready());

        awaitOutput("ready after 3.0 s: http://localhost:9000");

        assertThat(output()).contains("ingest-service   up after", "ranking-service  up after");
        assertThat(output()).contains("left out", "notify-service.env");
        assertThat(events).containsExactlyInAnyOrder("start kafka", "start postgres");
        assertThat(run).isNotDone();
    }

    @Test
    void explainsWhatAServiceWaitsForOnlyAfterAWhile() {
        readiness.set(new Answer.Waiting(List.of("kafka: does not answer")));
        CompletableFuture<Integer> _ = run();
        awaitOutput("logs");
        now.set(BEGUN.plusSeconds(4));
        assertThat(output()).doesNotContain("waits for");

        now.set(BEGUN.plusSeconds(6));

        awaitOutput("ingest-service   waits for kafka: does not answer");
    }

    @Test
    void stopsTheServicesBeforeTheServersAndForgetsTheStack() throws Exception {
        readiness.set(new Answer.Ready());
        CompletableFuture<Integer> run = run();
        awaitOutput("ready after");
        RunningStack running = RunningStack.read(options.data()).orElseThrow();
        assertThat(running.services()).hasSize(2).allMatch(SupervisorTest::lives);

        supervisor.stopAndHalt();

        assertThat(run.get()).isZero();
        assertThat(running.services()).noneMatch(SupervisorTest::lives);
        assertThat(events).endsWith("stop kafka", "stop postgres");
        assertThat(events.indexOf("stop kafka")).isGreaterThan(1);
        assertThat(halted).isTrue();
        assertThat(RunningStack.read(options.data())).isEmpty();
        assertThat(output()).endsWith("Stopping ...%nStopped.%n".formatted());
    }

    @Test
    void stopsOnlyOnce() {
        readiness.set(new Answer.Ready());
        CompletableFuture<Integer> _ = run();
        awaitOutput("ready after");

        supervisor.stopAndHalt();
        supervisor.stopAndHalt();

        assertThat(output()).containsOnlyOnce("Stopped.");
    }

    @Test
    void canBeStoppedWhileItWaits() throws Exception {
        CompletableFuture<Integer> run = run();
        awaitOutput("logs");

        supervisor.stopAndHalt();

        assertThat(run.get()).isZero();
        assertThat(output()).doesNotContain("ready after");
    }

    @Test
    void startsAServiceAgainThatDiedAndReportsItsSignal() {
        readiness.set(new Answer.Ready());
        CompletableFuture<Integer> _ = run();
        awaitOutput("ready after");
        long first = RunningStack.read(options.data()).orElseThrow().services().getFirst();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        awaitOutput("ended (signal 9); it starts again in 0.5 s");
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        RunningStack.read(options.data()).orElseThrow().services().stream()
                                .allMatch(SupervisorTest::lives));
    }

    @Test
    void aServerThatFailsEndsTheServices() {
        kafkaFails = true;

        assertThatThrownBy(() -> supervisor.run(BEGUN))
                .isInstanceOf(ServerFailedException.class)
                .hasMessage("kafka: no");

        assertThat(RunningStack.read(options.data())).isEmpty();
        assertThat(ProcessHandle.current().children())
                .noneMatch(child -> child.info().command().orElse("").endsWith("sleep"));
        assertThat(events).contains("stop postgres");
    }

    @Test
    void refusesToStartWhatIsNotBuilt() {
        Supervisor all = supervisor(Options.of(directory));

        assertThatThrownBy(() -> all.run(BEGUN))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("notify-service is not built");
        assertThat(events).isEmpty();
    }

    private Supervisor supervisor(UpOptions which) {
        InstantSource clock = now::get;
        return new Supervisor(
                which,
                new Console(new PrintStream(out, true, StandardCharsets.UTF_8)),
                clock,
                new Supervisor.Parts(
                        directory,
                        new ServiceEnvironment(which, Duration.ZERO, Map.of()),
                        List.of(new Server("kafka"), new Server("postgres")),
                        _ -> List.of("sleep", "600"),
                        _ -> readiness.get(),
                        () -> halted.set(true)),
                null);
    }

    private CompletableFuture<Integer> run() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return supervisor.run(BEGUN);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitOutput(String text) {
        await(text).until(() -> output().contains(text));
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** A server that only notes what it is asked to do. */
    private final class Server implements StackServer {

        private final String name;

        Server(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            if (kafkaFails && name.equals("kafka")) {
                throw new ServerFailedException("kafka: no");
            }
            events.add("start " + name);
        }

        @Override
        public void stop() {
            events.add("stop " + name);
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }
    }
}
