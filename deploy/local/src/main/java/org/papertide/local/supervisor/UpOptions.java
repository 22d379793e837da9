package org.papertide.local.supervisor;

import java.time.Instant;
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
 */
public record UpOptions(
        DataDirectory data,
        StackPorts ports,
        boolean offline,
        boolean demo,
        Optional<Instant> clock,
        Optional<HostPort> smtp,
        Set<Service> without) {

    public UpOptions {
        without = Set.copyOf(without);
    }

    /** The same without remote sources: their listings belong to another time. */
    UpOptions withoutRemoteSources() {
        return new UpOptions(data, ports, true, demo, clock, smtp, without);
    }
}
