package org.papertide.local.supervisor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.StackPorts;

/** Options of {@code up} for tests. */
final class Options {

    private Options() {}

    /** A stack from port 9000 on. */
    static UpOptions of(Path data, Service... without) {
        return with(data, Optional.empty(), Set.of(without));
    }

    static UpOptions withClock(Path data, Instant clock) {
        return with(data, Optional.of(clock), Set.of());
    }

    private static UpOptions with(Path data, Optional<Instant> clock, Set<Service> without) {
        return new UpOptions(
                new DataDirectory(data),
                new StackPorts(9000),
                true,
                false,
                clock,
                Optional.empty(),
                without,
                Optional.empty());
    }
}
