package org.papertide.ranking.api.assistant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.papertide.platform.guard.ClientAddress;

/** Counts the requests of each client within a minute that begins with its first. */
final class RequestsPerMinute {

    /** Clients that are remembered; one that is forgotten begins anew. */
    private static final int MAX_CLIENTS = 10_000;

    private final int most;
    private final Cache<ClientAddress, AtomicInteger> asked;

    RequestsPerMinute(int most, Ticker ticker) {
        this.most = most;
        this.asked =
                Caffeine.newBuilder()
                        .maximumSize(MAX_CLIENTS)
                        .expireAfterWrite(Duration.ofMinutes(1))
                        .ticker(ticker)
                        .build();
    }

    /** Counts a request; whether it is within the limit. */
    boolean mayAsk(ClientAddress client) {
        return asked.get(client, _ -> new AtomicInteger()).incrementAndGet() <= most;
    }
}
