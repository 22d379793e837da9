package org.papertide.platform.guard;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Limits of connections, without proxies and names. */
record ConnectionLimits(
        int connections,
        int connectionsPerClient,
        Duration requestWithin,
        Optional<List<String>> longRequests)
        implements HttpSettings {

    @Override
    public Optional<List<String>> trustedProxies() {
        return Optional.empty();
    }

    @Override
    public Optional<URI> baseUrl() {
        return Optional.empty();
    }

    @Override
    public Optional<List<String>> hosts() {
        return Optional.empty();
    }
}
