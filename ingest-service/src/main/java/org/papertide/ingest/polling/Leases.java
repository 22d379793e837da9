package org.papertide.ingest.polling;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may talk to a remote host: one of all replicas at a time, for arXiv allows one connection
 * over all its interfaces and all one's machines.
 */
public interface Leases {

    /**
     * Takes the lease of a host if it is free, has run out, or is held by this process already.
     *
     * @param host a name for all that counts as one host, such as {@code arxiv}
     * @param atMost how long it lasts if it is not given back
     * @return when the holder may send its next request (in the past: at once), or empty if another
     *     process holds the lease
     */
    Optional<Instant> acquire(String host, Duration atMost);

    /**
     * Gives the lease back, if this process still holds it.
     *
     * @param nextRequest when the next holder may send its first request
     */
    void release(String host, Instant nextRequest);
}
