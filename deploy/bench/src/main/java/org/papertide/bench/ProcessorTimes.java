package org.papertide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestDatabase;

/**
 * What each of those that share the machine has taken of its processors so far.
 *
 * @param times by whom
 */
record ProcessorTimes(Map<String, Duration> times) {

    static ProcessorTimes now(ServiceProcess service, TestDatabase database) {
        Map<String, Duration> times = new TreeMap<>();
        times.put("service", service.processorTime());
        times.put("PostgreSQL", ofConnections(database));
        return new ProcessorTimes(times);
    }

    /** The same with what another program has taken. */
    ProcessorTimes and(String name, Process program) {
        Map<String, Duration> all = new TreeMap<>(times);
        all.put(name, program.info().totalCpuDuration().orElse(Duration.ZERO));
        return new ProcessorTimes(all);
    }

    /** What each took since then. */
    Map<String, Duration> since(ProcessorTimes before) {
        Map<String, Duration> taken = new TreeMap<>(times);
        before.times()
                .forEach((who, time) -> taken.computeIfPresent(who, (_, now) -> now.minus(time)));
        return taken;
    }

    /** Each connection is a process that has the name of its database in its title. */
    private static Duration ofConnections(TestDatabase database) {
        String url = database.jdbcUrl();
        String name = " " + url.substring(url.lastIndexOf('/') + 1).replaceAll("[?].*", "") + " ";
        return ProcessHandle.allProcesses()
                .filter(process -> title(process).contains(name))
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static String title(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            String line = Files.readString(file, StandardCharsets.ISO_8859_1);
            return line.startsWith("postgres:") ? line.replace('\0', ' ') : "";
        } catch (IOException | UncheckedIOException _) {
            return "";
        }
    }
}
