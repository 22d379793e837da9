package org.papertide.local.data;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The record that a running stack keeps in its data directory. {@code import}, {@code status} and
 * the next {@code up} read it.
 *
 * @param pid of the supervisor
 * @param portBase the first of its ports
 * @param services process ids of the services that were started
 */
public record RunningStack(long pid, int portBase, List<Long> services) {

    private static final String FILE = "running";

    public RunningStack {
        services = List.copyOf(services);
    }

    /** The record of the stack that runs on the directory or was killed there, if there is one. */
    public static Optional<RunningStack> read(DataDirectory directory) {
        return directory.read(FILE).flatMap(RunningStack::parse);
    }

    private static Optional<RunningStack> parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
            List<Long> services =
                    Stream.of(properties.getProperty("services", "").split(",", -1))
                            .filter(pid -> !pid.isBlank())
                            .map(Long::parseLong)
                            .toList();
            return Optional.of(
                    new RunningStack(
                            Long.parseLong(properties.getProperty("pid", "")),
                            Integer.parseInt(properties.getProperty("port-base", "")),
                            services));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Writes the record. */
    public void write(DataDirectory directory) {
        String pids = String.join(",", services.stream().map(String::valueOf).toList());
        directory.write(FILE, "pid=%d\nport-base=%d\nservices=%s\n".formatted(pid, portBase, pids));
    }

    /** Deletes the record: nothing runs on the directory. */
    public static void forget(DataDirectory directory) {
        directory.delete(FILE);
    }

    /** Whether its supervisor lives. */
    public boolean lives() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
