package org.papertide.local.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service's process. It is restarted when it dies, after a growing pause, until it is stopped.
 */
final class ChildProcess {

    /** As long as a service may take to end in order, which containers are given as well. */
    static final Duration STOP_WAIT = Duration.ofMinutes(2);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A process that lived this long started well. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Spec spec;
    private final Listener listener;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Process process;
    private @Nullable Thread watcher;

    /**
     * The process to start.
     *
     * @param name for people and for its files
     * @param command and arguments
     * @param environment variables, besides those of this process
     * @param logs directory of its output
     */
    record Spec(String name, List<String> command, Map<String, String> environment, Path logs) {
        Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        /** What it prints outside its log, such as the last error of the JVM. */
        Path output() {
            return logs.resolve(name + ".out");
        }
    }

    /** Is called when the process starts or dies. */
    interface Listener {

        void started(String name, long pid);

        /**
         * It died, with that exit code (128 + n after signal n), and starts again after a pause.
         */
        void died(String name, int code, Duration pause);
    }

    ChildProcess(Spec spec, Listener listener, InstantSource clock) {
        this.spec = spec;
        this.listener = listener;
        this.clock = clock;
    }

    String name() {
        return spec.name();
    }

    /**
     * Starts it.
     *
     * @throws IOException if the system cannot
     */
    void start() throws IOException {
        Files.createDirectories(spec.logs());
        Process first = launch();
        watcher = Thread.ofVirtual().name("watch " + spec.name()).start(() -> watch(first));
    }

    /** Asks it to end (TERM); it is not started again. */
    synchronized void askToStop() {
        stopped.countDown();
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits for its end after {@link #askToStop}; kills it if it takes too long. */
    void awaitStop() {
        Process last;
        synchronized (this) {
            last = process;
        }
        if (last == null) {
            return;
        }
        try {
            if (!last.waitFor(STOP_WAIT)) {
                last.destroyForcibly().waitFor();
            }
            if (watcher != null) {
                watcher.join();
            }
        } catch (InterruptedException _) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/bin/sh"))) {
            // What it writes is for its owner only.
            // An ignored signal stays ignored across exec, and the JVM then leaves it alone.
            command.addAll(
                    List.of("/bin/sh", "-c", "umask 077; trap '' INT QUIT; exec \"$@\"", "sh"));
        }
        command.addAll(spec.command());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(spec.output().toFile());
        builder.environment().putAll(spec.environment());
        // Its standard input is a pipe that we keep open and never write to.
        Process started = builder.start();
        process = started;
        listener.started(spec.name(), started.pid());
        return started;
    }

    private void watch(Process first) {
        Process current = first;
        int deaths = 0;
        try {
            while (true) {
                Instant started = clock.instant();
                int code = current.waitFor();
                if (stopped.getCount() == 0) {
                    return;
                }
                boolean settled =
                        Duration.between(started, clock.instant()).compareTo(SETTLED) >= 0;
                deaths = settled ? 1 : deaths + 1;
                Duration pause = pause(deaths);
                listener.died(spec.name(), code, pause);
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                current = relaunch();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(spec.name() + " cannot be started again", e);
        }
    }

    private synchronized Process relaunch() throws IOException, InterruptedException {
        if (stopped.getCount() == 0) {
            throw new InterruptedException("stopped meanwhile");
        }
        return launch();
    }

    /** Half a second after the first death in a row, then twice as long each time, up to 30 s. */
    static Duration pause(int deaths) {
        Duration pause = Duration.ofMillis(500).multipliedBy(1L << Math.min(deaths - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
