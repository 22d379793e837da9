package org.papertide.notify.signup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.papertide.platform.guard.Client;

/**
 * How often one client may ask: so many requests in an hour that begins with its first one.
 *
 * <p>The counts are in this process's memory: the limit holds per process, so that n replicas let n
 * times as much pass, and a restart forgets them. It keeps one client from flooding the service;
 * the limits of mails, which protect strangers, are counted in the database ({@link
 * OptInMailLimits}).
 *
 * <p>An IPv6 client chooses the last 64 bits of its address freely, and many get a /56 or a /48 of
 * their own: these networks have limits, too, of twice and four times as many. Programs on this
 * machine are not limited, but only where the site itself is for this machine: elsewhere a proxy
 * runs beside the service, and all requests come from loopback. When more clients than can be
 * remembered ask, the one that asks least is forgotten.
 */
public final class ClientLimit {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MAX_CLIENTS = 100_000;

    private static final List<Share> IPV4 = List.of(new Share(32, 1));
    private static final List<Share> IPV6 =
            List.of(new Share(64, 1), new Share(56, 2), new Share(48, 4));

    private record Share(int bits, int times) {}

    private record Count(Instant since, AtomicInteger requests) {}

    private final int perHour;
    private final boolean localSite;
    private final Clock clock;
    private final Cache<String, Count> counts;

    /**
     * @param localSite whether the site's readers are on this machine, and none elsewhere
     */
    public ClientLimit(int perHour, boolean localSite, Clock clock) {
        this.perHour = perHour;
        this.localSite = localSite;
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
    public Optional<Duration> take(Client client) {
        if (localSite && client.isLocal()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Duration longest = Duration.ZERO;
        for (Share share : client.address() instanceof Inet6Address ? IPV6 : IPV4) {
            Count count =
                    counts.get(
                            client.network(share.bits()), _ -> new Count(now, new AtomicInteger()));
            if (count.requests().incrementAndGet() > perHour * share.times()) {
                Duration wait = Duration.between(now, count.since().plus(WINDOW));
                longest = wait.compareTo(longest) > 0 ? wait : longest;
            }
        }
        return longest.isZero() ? Optional.empty() : Optional.of(longest);
    }
}
