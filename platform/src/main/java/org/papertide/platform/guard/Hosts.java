package org.papertide.platform.guard;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.papertide.platform.http.Problem;

/**
 * Answers only requests that name this service as their host ({@code 421 Misdirected Request}, RFC
 * 9110, section 15.5.20), on the main and on the management port.
 *
 * <p>Against DNS rebinding: a browser takes a page and this service for one site if the page's own
 * name leads here, and then reads and sends what it likes. So a name must be one that we know; an
 * IP address as host, or a name of this machine, is no name that somebody else can bend.
 */
@Singleton
class Hosts {

    /** Before everything else. */
    private static final int PRIORITY = 1_000;

    private static final int FIRST = Integer.MIN_VALUE;
    private static final int MISDIRECTED = 421;

    private final Set<String> names;

    @Inject
    Hosts(HttpSettings settings) {
        this(
                Stream.concat(
                        settings.baseUrl().map(URI::getHost).stream(),
                        settings.hosts().stream().flatMap(List::stream)));
    }

    /** By these names, those of this machine and addresses; by any name with {@code *}. */
    Hosts(Stream<String> names) {
        this.names =
                names.map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    void register(@Observes ManagementInterface port) {
        port.router().route().order(FIRST).handler(this::check);
    }

    private void check(RoutingContext context) {
        var authority = context.request().authority();
        String host = authority == null ? null : authority.host();
        String header = context.request().getHeader(HttpHeaders.HOST);
        if (host == null ? header == null : isKnown(host)) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(MISDIRECTED)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(
                        Json.encode(
                                Problem.of(
                                        MISDIRECTED,
                                        "This service does not go by that name. Its operator can"
                                                + " add names in papertide.http.hosts.")));
    }

    /** Whether a request may name this host. */
    boolean isKnown(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || names.contains(name)
                || names.contains("*")
                || Clients.literal(name).isPresent();
    }
}
