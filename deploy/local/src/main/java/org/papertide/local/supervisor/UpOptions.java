package org.papertide.local.supervisor;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.papertide.local.Arguments;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.StackPorts;
import org.papertide.local.data.UsageException;

/**
 * What {@code up} was asked for.
 *
 * @param data where everything is kept
 * @param ports of everything
 * @param offline whether no remote source is polled
 * @param demo whether the simulated source runs
 * @param clock the time that the services shall believe it is now
 * @param smtp where mail is delivered, if not captured
 * @param without the services that run elsewhere
 */
record UpOptions(
        DataDirectory data,
        StackPorts ports,
        boolean offline,
        boolean demo,
        Optional<Instant> clock,
        Optional<HostPort> smtp,
        Set<Service> without) {

    UpOptions {
        without = Set.copyOf(without);
    }

    /**
     * Reads the command line.
     *
     * @throws UsageException if it cannot be understood
     */
    static UpOptions parse(Path root, List<String> line) {
        Arguments arguments =
                Arguments.parse(
                        line,
                        Set.of("--data", "--port-base", "--clock", "--smtp", "--without"),
                        Set.of("--offline", "--demo"));
        if (!arguments.rest().isEmpty()) {
            throw new UsageException("up takes no " + arguments.rest().getFirst());
        }
        boolean demo = arguments.flags().contains("--demo");
        Optional<Instant> clock = arguments.value("--clock").map(UpOptions::instant);
        if (demo && clock.isPresent()) {
            throw new UsageException(
                    "--demo lives now, and cannot be combined with --clock: use --clock with import");
        }
        Set<Service> without = EnumSet.noneOf(Service.class);
        arguments.all("--without").forEach(name -> without.add(Service.named(name)));
        return new UpOptions(
                DataDirectory.of(root, arguments.value("--data")),
                arguments
                        .value("--port-base")
                        .map(StackPorts::parse)
                        .orElse(new StackPorts(StackPorts.DEFAULT_BASE)),
                clock.isPresent() || demo || arguments.flags().contains("--offline"),
                demo,
                clock,
                arguments.value("--smtp").map(HostPort::parse),
                without);
    }

    /** The same, but no remote source is polled: it would tell of another time. */
    UpOptions withoutRemoteSources() {
        return new UpOptions(data, ports, true, demo, clock, smtp, without);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new UsageException(
                    "--clock must be an instant such as 2025-12-04T18:00:00Z, not " + text);
        }
    }
}
