package org.papertide.ranking.api.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The HTTP API for readers. */
@ConfigMapping(prefix = "papertide.api")
public interface ApiSettings {

    /**
     * The public address of this service; feeds name their own address with it. It is not taken
     * from the request: a forged Host header would end up in the copies of caches.
     */
    URI baseUrl();

    /** The public address of the site; feeds link to it. */
    URI siteUrl();

    /** Most clients of live changes at a time. */
    @WithDefault("1000")
    @Min(1)
    @Max(1_000_000)
    int liveClients();

    /**
     * Most clients of live changes at a time from one IPv4 address or one IPv6 /64 network. Behind
     * a proxy all clients have the proxy's address, unless {@code papertide.http.trusted-proxies}
     * names the proxy.
     */
    @WithDefault("50")
    @Min(1)
    @Max(1_000_000)
    int liveClientsPerAddress();

    /** A client that has received no event for this long receives a comment. */
    @WithDefault("PT15S")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration heartbeat();

    /** A client that does not read an event within this time is disconnected. */
    @WithDefault("PT30S")
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    Duration sendTimeout();
}
