package org.papertide.notify.signup;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often one client may ask: so many requests per fixed hour, counted in memory.
 *
 * <p>Loopback is the operator's own machine and not limited; behind a reverse proxy the service is
 * told to take the client from its headers ({@code quarkus.http.proxy.*}). An IPv6 client is its
 * /64. When more clients than can be remembered ask, the oldest is forgotten.
 */
final class ClientLimit {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MAX_CLIENTS = 50_000;
    private static final int IPV6_BYTES = 16;

    private record Count(Instant since, int requests) {}

    private final int perHour;
    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    ClientLimit(int perHour, Clock clock) {
        this.perHour = perHour;
        this.clock = clock;
    }

    /** Counts a request; answers how long to wait if it is one too many. */
    synchronized Optional<Duration> take(String client) {
        Optional<String> counted = counted(client);
        if (counted.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Count count = counts.remove(counted.get());
        if (count == null || !now.isBefore(count.since().plus(WINDOW))) {
            count = new Count(now, 0);
        }
        counts.put(counted.get(), new Count(count.since(), count.requests() + 1));
        if (counts.size() > MAX_CLIENTS) {
            counts.remove(counts.keySet().iterator().next());
        }
        return count.requests() < perHour
                ? Optional.empty()
                : Optional.of(Duration.between(now, count.since().plus(WINDOW)));
    }

    private static Optional<String> counted(String client) {
        if (client.isBlank() || !client.matches("[0-9a-fA-F:.%\\w]+")) {
            return Optional.of("?");
        }
        try {
            if (!client.contains(":") && !client.matches("[0-9.]+")) {
                return Optional.of(client);
            }
            // Numbers only, so nothing is looked up.
            InetAddress address = InetAddress.getByName(client);
            if (address.isLoopbackAddress()) {
                return Optional.empty();
            }
            byte[] bytes = address.getAddress();
            if (bytes.length == IPV6_BYTES) {
                java.util.Arrays.fill(bytes, 8, IPV6_BYTES, (byte) 0);
            }
            return Optional.of(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException _) {
            return Optional.of(client);
        }
    }
}
