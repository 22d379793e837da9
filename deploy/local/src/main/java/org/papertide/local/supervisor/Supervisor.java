package org.papertide.local.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.OwnerOnly;
import org.papertide.local.data.RefusedException;
import org.papertide.local.data.RunningStack;
import org.papertide.local.data.StackPorts;
import org.papertide.local.health.ReadinessProbe;
import org.papertide.local.stack.EmbeddedKafka;
import org.papertide.local.stack.EmbeddedPostgres;
import org.papertide.local.stack.LocalStack;
import org.papertide.local.stack.MailCapture;
import org.papertide.local.stack.PrometheusServer;
import org.papertide.local.stack.StackServer;

/** Starts everything, keeps it running, and stops it in order. */
final class Supervisor {

    /** Prometheus's directory in the data directory. */
    static final String PROMETHEUS = "prometheus";

    private static final Duration POLL = Duration.ofMillis(100);

    /** The interval at which the console explains what a service waits for. */
    private static final Duration EXPLAIN_EVERY = Duration.ofSeconds(5);

    private final UpOptions options;
    private final Console console;
    private final InstantSource clock;
    private final Parts parts;
    private final LocalStack stack;
    private final List<ChildProcess> children = new ArrayList<>();
    private final Map<String, Long> pids = new ConcurrentHashMap<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final @Nullable Demo demo;
    private volatile @Nullable StartupNotice startupNotice;

    /**
     * What the supervisor works on; a test puts others in their place.
     *
     * @param root of the checkout
     * @param environment of the services
     * @param servers in the order in which they are stopped, after the services
     * @param command that starts a service
     * @param readiness of the service on a port
     * @param halt ends this process at once, with success
     */
    record Parts(
            Path root,
            ServiceEnvironment environment,
            List<StackServer> servers,
            Function<Service, List<String>> command,
            IntFunction<ReadinessProbe.Answer> readiness,
            Runnable halt) {

        Parts {
            servers = List.copyOf(servers);
        }

        /** The servers and services of a checkout. */
        static Parts of(
                Path root, UpOptions options, ServiceEnvironment environment, Console console) {
            return new Parts(
                    root,
                    environment,
                    Supervisor.servers(root, options, console),
                    service -> service.command(root, options.data().temporary()),
                    new ReadinessProbe()::ask,
                    () -> Runtime.getRuntime().halt(0));
        }
    }

    /**
     * @param demo the simulated source, null without {@code --demo}; closed with the rest
     */
    Supervisor(
            UpOptions options,
            Console console,
            InstantSource clock,
            Parts parts,
            @Nullable Demo demo) {
        this.options = options;
        this.console = console;
        this.clock = clock;
        this.parts = parts;
        this.demo = demo;
        this.stack = new LocalStack(parts.servers());
        for (Service service : started()) {
            ChildProcess.Spec spec =
                    new ChildProcess.Spec(
                            service.moduleName(),
                            parts.command().apply(service),
                            parts.environment().of(service),
                            options.data().logs());
            children.add(new ChildProcess(spec, new Watch(), clock));
        }
    }

    /**
     * Runs until {@link #stopAndHalt}.
     *
     * @param begun when the command began, for the time that it took
     */
    int run(Instant begun) throws IOException {
        requireBuilt();
        console.print("Papertide starts in %s".formatted(options.data().path()));
        writeRunning();
        for (Service service : options.without()) {
            options.data()
                    .write(service.environmentFile(), parts.environment().forElsewhere(service));
        }
        startAll();
        Addresses.lines(options).forEach(console::print);
        if (!awaitReady()) {
            return awaitEnd();
        }
        if (!importPast()) {
            return awaitEnd();
        }
        // Some libraries give what they make to others, whatever the mask of the process says.
        OwnerOnly.tighten(options.data().path());
        Duration took = Duration.between(begun, clock.instant());
        console.print(
                "ready after %.1f s: http://localhost:%d"
                        .formatted(took.toMillis() / 1000.0, options.ports().notifyService()));
        StartupNotice notice = new StartupNotice(options, console);
        startupNotice = notice;
        notice.start();
        return awaitEnd();
    }

    /** Stops everything in order and ends this process: for the shutdown hook. */
    void stopAndHalt() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        console.print("Stopping ...");
        StartupNotice notice = startupNotice;
        if (notice != null) {
            notice.stop();
        }
        children.forEach(ChildProcess::askToStop);
        children.forEach(ChildProcess::awaitStop);
        if (demo != null) {
            demo.close();
        }
        stack.close();
        // This process ends without the hooks that would delete its temporary files.
        options.data().clearTemporary();
        RunningStack.forget(options.data());
        console.print("Stopped.");
        ended.countDown();
        // An orderly end on request is a success: exit code 0, not 128 + the signal's number.
        parts.halt().run();
    }

    private int awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private List<Service> started() {
        return Stream.of(Service.values())
                .filter(service -> !options.without().contains(service))
                .toList();
    }

    private void requireBuilt() {
        for (Service service : started()) {
            if (!Files.exists(service.jar(parts.root()))) {
                throw new RefusedException(
                        "%s is not built: %s is missing"
                                .formatted(service.moduleName(), service.jar(parts.root())));
            }
        }
    }

    /** In the order in which they are stopped, after the services. */
    private static List<StackServer> servers(Path root, UpOptions options, Console console) {
        DataDirectory data = options.data();
        StackPorts ports = options.ports();
        List<StackServer> servers = new ArrayList<>();
        options.prometheus()
                .ifPresent(program -> servers.add(prometheus(program, root, options, console)));
        MailCapture mail =
                new MailCapture(
                        new MailCapture.Settings(
                                data.mail(), ports.smtp(), ports.imap(), ports.inbox()));
        EmbeddedKafka kafka =
                new EmbeddedKafka(data.resolve("kafka"), ports.kafka(), ports.kafkaController());
        EmbeddedPostgres postgres =
                new EmbeddedPostgres(
                        new EmbeddedPostgres.Settings(
                                data.resolve("postgres/data"),
                                data.resolve("postgres/server"),
                                data.logs(),
                                data.databasePassword(),
                                ports.postgres(),
                                true,
                                List.of("ingest", "notify")));
        servers.addAll(List.of(mail, kafka, postgres));
        return servers;
    }

    private static PrometheusServer prometheus(
            Path program, Path root, UpOptions options, Console console) {
        Map<String, Integer> targets = new HashMap<>();
        for (Service service : Service.values()) {
            targets.put(service.moduleName(), service.managementPort(options.ports()));
        }
        return new PrometheusServer(
                new PrometheusServer.Settings(
                        program,
                        options.data().resolve(PROMETHEUS),
                        options.data().logs(),
                        root.resolve("deploy/observability"),
                        options.ports().prometheus(),
                        options.ports().figures(),
                        targets),
                console::print);
    }

    /** Starts the services together with the servers: a service waits for what is not up yet. */
    private void startAll() throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> servers = threads.submit(stack::start);
            for (ChildProcess child : children) {
                child.start();
            }
            servers.get();
        } catch (ExecutionException e) {
            giveUp();
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp() {
        stopping.set(true);
        children.forEach(ChildProcess::askToStop);
        children.forEach(ChildProcess::awaitStop);
        RunningStack.forget(options.data());
    }

    /**
     * Imports the past of the demo, until it is shown; false if the stack was stopped meanwhile.
     */
    private boolean importPast() {
        if (demo == null || options.without().contains(Service.INGEST)) {
            return true;
        }
        try {
            demo.importPast();
            if (started().containsAll(List.of(Service.RANKING, Service.NOTIFY))) {
                demo.awaitShown();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return !stopping.get();
    }

    /** Waits until every service is ready; false if the stack was stopped meanwhile. */
    private boolean awaitReady() {
        List<Service> waiting = new ArrayList<>(started());
        Instant begun = clock.instant();
        Instant explain = begun.plus(EXPLAIN_EVERY);
        while (!waiting.isEmpty()) {
            boolean late = clock.instant().isAfter(explain);
            waiting.removeIf(service -> isReady(service, begun, late));
            if (late) {
                explain = clock.instant().plus(EXPLAIN_EVERY);
            }
            try {
                if (ended.await(POLL.toMillis(), TimeUnit.MILLISECONDS) || stopping.get()) {
                    return false;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean isReady(Service service, Instant begun, boolean explain) {
        ReadinessProbe.Answer answer = parts.readiness().apply(service.port(options.ports()));
        switch (answer) {
            case ReadinessProbe.Answer.Ready() -> {
                double seconds = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
                console.print("  %-16s up after %.1f s".formatted(service.moduleName(), seconds));
                return true;
            }
            case ReadinessProbe.Answer.Waiting(List<String> missing) -> {
                if (explain) {
                    console.print(
                            "  %-16s waits for %s"
                                    .formatted(service.moduleName(), String.join("; ", missing)));
                }
            }
            case ReadinessProbe.Answer.Silent() -> {
                if (explain) {
                    console.print(
                            "  %-16s does not answer yet; its log is %s"
                                    .formatted(
                                            service.moduleName(),
                                            options.data()
                                                    .logs()
                                                    .resolve(service.moduleName() + ".log")));
                }
            }
        }
        return false;
    }

    private void writeRunning() {
        new RunningStack(
                        ProcessHandle.current().pid(),
                        options.ports().base(),
                        List.copyOf(pids.values()))
                .write(options.data());
    }

    /** Reports deaths on the console, and keeps the list of process ids. */
    private final class Watch implements ChildProcess.Listener {

        @Override
        public void started(String name, long pid) {
            pids.put(name, pid);
            writeRunning();
        }

        @Override
        public void died(String name, int code, Duration pause) {
            console.print(
                    "%s ended (%s); it starts again in %.1f s. Its log is %s"
                            .formatted(
                                    name,
                                    reason(code),
                                    pause.toMillis() / 1000.0,
                                    options.data().logs().resolve(name + ".log")));
        }

        private static String reason(int code) {
            return code > 128 ? "signal " + (code - 128) : "exit code " + code;
        }
    }
}
