package org.papertide.local.supervisor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.StackPorts;

/**
 * The options of {@code up}.
 *
 * @param data where everything is kept
 * @param ports of everything
 * @param offline whether no remote source is polled
 * @param demo whether the simulated source runs
 * @param clock the time that the services take as now
 * @param smtp where mail is delivered, if not captured
 * @param without the services that run elsewhere
 * @param prometheus the program that observes the stack, if that is wanted
 */
public record UpOptions(
        DataDirectory data,
        StackPorts ports,
        boolean offline,
        boolean demo,
        Optional<Instant> clock,
        Optional<HostPort> smtp,
        Set<Service> without,
        Optional<Path> prometheus) {

    public UpOptions {
        without = Set.copyOf(without);
    }

    /** The ports that have to be free, with their names for people. */
    Map<Integer, String> portNames() {
        Map<Integer, String> names = new LinkedHashMap<>(ports.names());
        if (prometheus.isPresent()) {
            names.putAll(ports.namesOfObserving());
        }
        return names;
    }

    /** The same without remote sources: their listings belong to another time. */
    UpOptions withoutRemoteSources() {
        return new UpOptions(data, ports, true, demo, clock, smtp, without, prometheus);
    }
}
