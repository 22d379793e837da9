package org.papertide.local.supervisor;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.RefusedException;
import org.papertide.local.data.RunningStack;
import org.papertide.local.logging.LogFiles;
import org.papertide.local.stack.EmbeddedPostgres;
import org.papertide.local.stack.PrometheusServer;
import org.papertide.local.stack.ServerFailedException;

/**
 * One run of the pipeline on a data directory: takes the directory over from a predecessor that was
 * killed, and then supervises the servers and services.
 */
public final class Launch {

    /** As far as the services take it ({@code papertide.clock.offset}). */
    private static final Duration FARTHEST = Duration.ofDays(36_500);

    /** Ports of a killed stack are free soon after its services have ended by themselves. */
    private static final Duration PORTS_WAIT = Duration.ofSeconds(15);

    private Launch() {}

    /**
     * Runs the pipeline until this process is asked to end.
     *
     * @param root of the checkout
     * @param out progress, for people
     * @return the exit code
     * @throws RefusedException if the data directory or a port is in use
     */
    public static int run(Path root, UpOptions options, PrintStream out) {
        Clock clock = Clock.systemUTC();
        Instant begun = clock.instant();
        Console console = new Console(out);
        try (DataDirectory.Lock _ = options.data().lock()) {
            LogFiles.open(options.data().logs(), "supervisor");
            Duration offset = clockOffset(options, clock);
            takeOver(options, console);
            options.data().clearTemporary();
            UpOptions effective = offset.isZero() ? options : options.withoutRemoteSources();
            Demo demo =
                    options.demo()
                            ? Demo.start(effective, console, Clock.offset(clock, offset))
                            : null;
            Map<String, String> sources = demo == null ? Map.of() : demo.ingestSettings();
            Supervisor supervisor =
                    new Supervisor(
                            effective,
                            console,
                            clock,
                            Supervisor.Parts.of(
                                    root,
                                    effective,
                                    new ServiceEnvironment(effective, offset, sources),
                                    console),
                            demo);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().unstarted(supervisor::stopAndHalt));
            return supervisor.run(begun);
        } catch (ServerFailedException | IOException e) {
            throw new RefusedException(
                    "%s%nThe logs are in %s.".formatted(e.getMessage(), options.data().logs()), e);
        }
    }

    /** Set by {@code --clock} and kept: the next {@code up} on the same data uses it again. */
    static Duration clockOffset(UpOptions options, Clock clock) {
        DataDirectory data = options.data();
        if (options.clock().isPresent()) {
            Duration offset =
                    Duration.between(clock.instant(), options.clock().get())
                            .truncatedTo(ChronoUnit.SECONDS);
            refuseFarther(offset, "--clock " + options.clock().get());
            data.write(DataDirectory.CLOCK_OFFSET, offset + "\n");
            return offset;
        }
        Duration kept = data.clockOffset();
        refuseFarther(kept, "The clock that %s keeps".formatted(DataDirectory.CLOCK_OFFSET));
        return kept;
    }

    /** Before anything is kept: the services would not start with it, now or next time. */
    private static void refuseFarther(Duration offset, String what) {
        if (offset.abs().compareTo(FARTHEST) > 0) {
            throw new RefusedException(
                    what + " is more than 100 years from now; choose another with --clock.");
        }
    }

    /** Stops the PostgreSQL of a killed predecessor and waits for its services to end. */
    private static void takeOver(UpOptions options, Console console) throws IOException {
        Optional<RunningStack> predecessor = RunningStack.read(options.data());
        EmbeddedPostgres.stopOrphan(options.data().resolve("postgres/data"));
        PrometheusServer.stopOrphan(options.data().resolve(Supervisor.PROMETHEUS));
        if (predecessor.isPresent()) {
            console.print("The last stack here did not end in order; taking over.");
            predecessor.get().services().forEach(Launch::awaitEnd);
        }
        long deadline = System.nanoTime() + (predecessor.isPresent() ? PORTS_WAIT.toNanos() : 0);
        List<String> taken = PortCheck.taken(options.portNames());
        while (!taken.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            taken = PortCheck.taken(options.portNames());
        }
        if (!taken.isEmpty()) {
            throw new RefusedException(
                    "In use by another program: port %s. Stop it, or choose other ports with --port-base."
                            .formatted(String.join(", port ", taken)));
        }
    }

    private static void awaitEnd(long pid) {
        ProcessHandle.of(pid)
                // The system may have given the process id to another program.
                .filter(process ->
                        process.info().command().map(c -> c.endsWith("java")).orElse(false))
                .filter(process -> process.info().arguments().map(Launch::isService).orElse(false))
                .ifPresent(process -> {
                    try {
                        process.onExit()
                                .get(ChildProcess.STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    } catch (java.util.concurrent.ExecutionException
                            | java.util.concurrent.TimeoutException _) {
                        process.destroyForcibly();
                    }
                });
    }

    private static boolean isService(String[] arguments) {
        return List.of(arguments).stream().anyMatch(a -> a.endsWith("quarkus-run.jar"));
    }
}
