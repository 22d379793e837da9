package org.papertide.ingest.source;

import java.time.Duration;

/** Waiting; tests wait without waiting. */
@FunctionalInterface
public interface Sleeper {

    /** Waits that long; not at all if it is zero or less. */
    void pause(Duration length) throws InterruptedException;
}
