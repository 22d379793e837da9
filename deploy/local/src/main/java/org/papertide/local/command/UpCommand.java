package org.papertide.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.papertide.local.data.StackPorts;
import org.papertide.local.stack.PrometheusServer;
import org.papertide.local.supervisor.HostPort;
import org.papertide.local.supervisor.Launch;
import org.papertide.local.supervisor.Service;
import org.papertide.local.supervisor.UpOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code up}: the whole pipeline in the foreground. */
@Command(
        name = "up",
        description = {
            "Runs the whole pipeline on this machine: Kafka, PostgreSQL, a mail server and the three"
                    + " services. It stays in the foreground; Ctrl-C stops it."
        })
final class UpCommand implements Callable<Integer> {

    private final Path root;
    private final PrintStream out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private StackOptions stack = new StackOptions();

    @Option(names = "--demo", description = "Adds a simulated source that needs no network.")
    private boolean demo;

    @Option(names = "--offline", description = "Polls no remote source.")
    private boolean offline;

    @Option(
            names = "--clock",
            paramLabel = "INSTANT",
            description =
                    "The time that the services take as now, such as 2025-12-04T18:00:00Z. Implies"
                            + " --offline; the next up on the same data keeps it.")
    private Optional<Instant> clock = Optional.empty();

    @Option(
            names = "--smtp",
            paramLabel = "HOST:PORT",
            description = "Delivers mail through this server instead of keeping it here.")
    private Optional<HostPort> smtp = Optional.empty();

    @Option(
            names = "--without",
            paramLabel = "SERVICE",
            description =
                    "Leaves out ingest, ranking or notify, for you to run elsewhere. May be repeated.")
    private Set<Service> without = EnumSet.noneOf(Service.class);

    @Option(
            names = "--observe",
            description =
                    "Starts Prometheus, where this machine has it, with the rules of alerts, and a page"
                            + " with the figures of the dashboards.")
    private boolean observe;

    /**
     * @param root of the checkout
     */
    UpCommand(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    @Override
    public Integer call() {
        return Launch.run(root, options(), out);
    }

    /** What the command line asks for. */
    UpOptions options() {
        if (demo && clock.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--demo runs at the present time and cannot be combined with --clock:"
                            + " use --clock with import");
        }
        return new UpOptions(
                stack.data(root),
                stack.ports().orElse(new StackPorts(StackPorts.DEFAULT_BASE)),
                clock.isPresent() || demo || offline,
                demo,
                clock,
                smtp,
                without,
                prometheus());
    }

    /** Nothing of the pipeline needs it: without it the pipeline runs all the same. */
    private Optional<Path> prometheus() {
        if (!observe) {
            return Optional.empty();
        }
        Optional<Path> program = PrometheusServer.find(System.getenv().getOrDefault("PATH", ""));
        if (program.isEmpty()) {
            out.println(
                    "Prometheus is not on this machine: going on without figures. Debian's package is"
                            + " prometheus.");
        }
        return program;
    }
}
