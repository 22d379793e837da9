package org.papertide.platform.guard;

import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom a request comes from. Every proxy appends the address that it sees to {@code
 * X-Forwarded-For}; what stands before the first proxy of ours, anybody may have written.
 *
 * <p>Quarkus's own {@code quarkus.http.proxy.*} believes the first address there. It is not used
 * here.
 */
@Singleton
public class Clients {

    /** More proxies in a row than anybody has. */
    private static final int MOST_HOPS = 32;

    private static final List<String> PASSED_ON =
            List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via");

    private final List<CidrAddress> trusted;

    @Inject
    Clients(HttpSettings settings) {
        this(settings.trustedProxies().orElse(List.of()));
    }

    /**
     * @param trustedProxies addresses and networks
     * @throws IllegalArgumentException if one is neither
     */
    public Clients(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(Clients::network).toList();
    }

    /** The client of a request. */
    public Client of(HttpServerRequest request) {
        boolean direct = PASSED_ON.stream().noneMatch(name -> request.headers().contains(name));
        // The connection's other end, whatever the framework makes of the headers.
        InetAddress peer = address(request.connection().remoteAddress());
        return new Client(find(peer, request.headers().getAll("X-Forwarded-For")), direct);
    }

    /**
     * The last address that is none of our proxies.
     *
     * @param peer the other end of the connection
     * @param headers the values of {@code X-Forwarded-For}, in their order
     */
    InetAddress find(InetAddress peer, List<String> headers) {
        InetAddress client = peer;
        String[] hops = String.join(",", headers).split(",", -1);
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MOST_HOPS); i--) {
            if (!isTrusted(client)) {
                return client;
            }
            Optional<InetAddress> before = literal(hops[i]);
            if (before.isEmpty()) {
                return client;
            }
            client = before.get();
        }
        return client;
    }

    /** Whether it is a proxy of ours. */
    boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.matches(address));
    }

    private static CidrAddress network(String text) {
        return literal(text)
                .map(address ->
                        CidrAddress.create(address, address.getAddress().length * Byte.SIZE))
                .or(() -> Optional.ofNullable(Inet.parseCidrAddress(text.strip())))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "papertide.http.trusted-proxies: neither an address nor a network: "
                                        + text));
    }

    /** Local where the connection has no address, as that of a Unix socket. */
    private static InetAddress address(@Nullable SocketAddress remote) {
        String host = remote == null ? null : remote.hostAddress();
        return Optional.ofNullable(host)
                .flatMap(Clients::literal)
                .orElse(InetAddress.getLoopbackAddress());
    }

    /** An address, perhaps with a port: {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
    static Optional<InetAddress> literal(String text) {
        String host = text.strip();
        HostAndPort withPort = HostAndPort.parseAuthority(host, 0);
        try {
            return Optional.of(InetAddress.ofLiteral(withPort == null ? host : withPort.host()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
