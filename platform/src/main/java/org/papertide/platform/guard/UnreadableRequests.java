package org.papertide.platform.guard;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemRefusals;

/**
 * Answers requests that are no HTTP, whose address is none, or whose head is too long, with a
 * problem. Vert.x and Quarkus answer with the status alone, before any route, and let nobody change
 * that; so {@link SlowRequests} replaces such a request by another one, at an address that nothing
 * else has.
 */
@Singleton
class UnreadableRequests {

    /** Before all others, and before the check of the host. */
    private static final int PRIORITY = 2_000;

    private static final int FIRST = Integer.MIN_VALUE;

    private static final String PREFIX = "/.unreadable/";
    private static final String NO_HTTP = PREFIX + "request";
    private static final String NO_ADDRESS = PREFIX + "address";
    private static final String LONG_ADDRESS = PREFIX + "long-address";
    private static final String LONG_HEAD = PREFIX + "long-head";

    private static final Map<String, Problem> PROBLEMS =
            Map.of(
                    NO_HTTP,
                    Problem.of(400, "That is no request of HTTP/1.1."),
                    NO_ADDRESS,
                    Problem.of(
                            400,
                            "The address of the request is none (RFC 3986). Write what is not ASCII as %XX."),
                    LONG_ADDRESS,
                    Problem.of(414, "The address is too long."),
                    LONG_HEAD,
                    Problem.of(431, "The head of the request is too long."));

    private final ProblemRefusals refusals;

    UnreadableRequests() {
        this.refusals = new ProblemRefusals();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    void register(@Observes ManagementInterface port) {
        port.router().route().order(FIRST).handler(this::check);
    }

    /** The request that stands for one that cannot be read, or the same if it can. */
    static HttpRequest readable(HttpRequest request) {
        DecoderResult read = request.decoderResult();
        if (read.isFailure()) {
            return standIn(
                    switch (read.cause()) {
                        case TooLongHttpLineException _ -> LONG_ADDRESS;
                        case TooLongHttpHeaderException _ -> LONG_HEAD;
                        case null, default -> NO_HTTP;
                    });
        }
        return isAddress(request.uri()) ? request : standIn(NO_ADDRESS);
    }

    /** A letter beyond ASCII is written as {@code %C3%B6}; as it is, it would be read as others. */
    private static boolean isAddress(String uri) {
        try {
            return uri.chars().allMatch(c -> c < 0x80) && !new URI(uri).toString().isEmpty();
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static HttpRequest standIn(String address) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, address);
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.CONNECTION, "close");
        return request;
    }

    private void check(RoutingContext context) {
        Problem problem = PROBLEMS.get(context.request().uri());
        if (problem == null) {
            context.next();
        } else {
            refusals.refuse(context, problem);
        }
    }
}
