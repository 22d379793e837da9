package org.papertide.notify.signup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * How often one client may ask: so many requests in an hour that begins with its first one.
 *
 * <p>The counts are in this process's memory: the limit holds per process, so that n replicas let n
 * times as much pass, and a restart forgets them. It keeps one client from flooding the service;
 * the limit of mails per address, which protects strangers, is counted in the database.
 *
 * <p>Loopback is the operator's own machine and not limited; behind a reverse proxy the service
 * takes the client from the proxy's headers ({@code quarkus.http.proxy.*}). An IPv6 client is its
 * /64. When more clients than can be remembered ask, the one that asks least is forgotten.
 */
final class ClientLimit {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MAX_CLIENTS = 50_000;
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.%\\w]{1,64}");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    private record Count(Instant since, AtomicInteger requests) {}

    private final int perHour;
    private final Clock clock;
    private final Cache<String, Count> counts;

    ClientLimit(int perHour, Clock clock) {
        this.perHour = perHour;
        this.clock = clock;
        this.counts =
                Caffeine.newBuilder()
                        .expireAfterWrite(WINDOW)
                        .maximumSize(MAX_CLIENTS)
                        .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                        .executor(Runnable::run)
                        .build();
    }

    /** Counts a request; answers how long to wait if it is one too many. */
    Optional<Duration> take(String client) {
        Optional<String> counted = counted(client);
        if (counted.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Count count = counts.get(counted.get(), _ -> new Count(now, new AtomicInteger()));
        return count.requests().incrementAndGet() <= perHour
                ? Optional.empty()
                : Optional.of(Duration.between(now, count.since().plus(WINDOW)));
    }

    /** Whom the request counts for; empty for this machine. */
    private static Optional<String> counted(String client) {
        if (!ADDRESS.matcher(client).matches()) {
            return Optional.of("?");
        }
        try {
            if (!client.contains(":") && !NUMBERS.matcher(client).matches()) {
                return Optional.of(client);
            }
            // Numbers only, so nothing is looked up.
            InetAddress address = InetAddress.getByName(client);
            if (address.isLoopbackAddress()) {
                return Optional.empty();
            }
            byte[] bytes = address.getAddress();
            if (bytes.length == IPV6_BYTES) {
                Arrays.fill(bytes, IPV6_NETWORK_BYTES, IPV6_BYTES, (byte) 0);
            }
            return Optional.of(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException _) {
            return Optional.of(client);
        }
    }
}
