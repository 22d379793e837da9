package org.papertide.platform.guard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Which proxies stand before the service, and how much of it one client can hold. */
@ConfigMapping(prefix = "papertide.http")
public interface HttpSettings {

    /**
     * The proxies in front of the service, as addresses or networks such as {@code 10.0.0.0/8},
     * with commas between. Of a request that comes from one of them, the client is the last address
     * in {@code X-Forwarded-For} that is none of them; nobody else's {@code X-Forwarded-For} is
     * believed.
     */
    Optional<List<String>> trustedProxies();

    /**
     * The public address of the service. A request that names another host is refused: a page of
     * another site can make its own name lead here, and would then be taken for one of ours (DNS
     * rebinding). Names of this machine and bare IP addresses are always let in.
     */
    Optional<URI> baseUrl();

    /**
     * Further names by which the service is asked, such as that of a service in a cluster, with
     * commas between; {@code *} lets every name in.
     */
    Optional<List<String>> hosts();

    /**
     * The longest time between the first byte of a request and its last; after it the connection is
     * closed. Nobody holds one by sending a byte now and then.
     */
    @WithDefault("PT30S")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration requestWithin();

    /** Paths of requests that may take longer to arrive, with commas between. */
    Optional<List<String>> longRequests();

    /** Most connections to a port at a time; a further one is closed at once. */
    @WithDefault("4000")
    @Min(1)
    @Max(1_000_000)
    int connections();

    /** Most of them from one client (IPv4 address, IPv6 /64), trusted proxies excepted. */
    @WithDefault("400")
    @Min(1)
    @Max(1_000_000)
    int connectionsPerClient();
}
