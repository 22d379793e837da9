package org.papertide.local.data;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a running stack says of itself in its data directory, for {@code import}, {@code status} and
 * its successor.
 *
 * @param pid of the supervisor
 * @param portBase the first of its ports
 * @param services process ids of the services, as far as they were started
 */
public record RunningStack(long pid, int portBase, List<Long> services) {

    private static final String FILE = "running";

    public RunningStack {
        services = List.copyOf(services);
    }

    /** Of the stack that runs on the directory, or that was killed there. */
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

    /** Writes it down. */
    public void write(DataDirectory directory) {
        String pids = String.join(",", services.stream().map(String::valueOf).toList());
        directory.write(FILE, "pid=%d\nport-base=%d\nservices=%s\n".formatted(pid, portBase, pids));
    }

    /** Says that nothing runs on the directory. */
    public static void forget(DataDirectory directory) {
        directory.delete(FILE);
    }

    /** Whether its supervisor lives. */
    public boolean lives() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
