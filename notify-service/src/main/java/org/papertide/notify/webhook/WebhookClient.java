package org.papertide.notify.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.webhook.AddressGuard.ClosedAddressException;
import org.papertide.notify.webhook.AddressGuard.Names;

/**
 * Sends requests to addresses that strangers chose. Each is bounded: in all the time it takes, in
 * what is read of its answer, in headers. No redirect is followed, no cookie kept, nothing
 * unpacked, and no request repeated.
 *
 * <p>The connection goes to an address that {@link AddressGuard} passed a moment before, of the
 * same look-up; the certificate has to be of the name. A look-up has a time of its own, on a thread
 * of the machine: a name server that hangs holds no thread that others need.
 */
public final class WebhookClient implements AutoCloseable {

    /** What is read of an answer. */
    public static final int MOST_BYTES = 8 * 1024;

    private static final int MOST_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LOOK_UP = Duration.ofSeconds(5);

    /** A connection that nobody used for so long is closed. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(20);

    /** Longer waits are not believed. */
    private static final Duration MOST_RETRY_AFTER = Duration.ofHours(24);

    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("webhook-deadlines").factory());
    private final ExecutorService lookUps =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("webhook-look-up-", 0).factory());
    private final Duration timeout;
    private final Clock clock;

    /**
     * @param names finds the addresses of a name
     * @param timeout how long one request may take in all
     * @param perReceiver connections to one receiver
     * @param connections in all
     */
    public WebhookClient(
            AddressGuard guard,
            Names names,
            Duration timeout,
            int perReceiver,
            int connections,
            Clock clock) {
        this.timeout = timeout;
        this.clock = clock;
        Timeout patience = Timeout.of(timeout);
        this.client =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setDnsResolver(new Checked(guard, names))
                                        .setConnectionFactory(
                                                ManagedHttpClientConnectionFactory.builder()
                                                        .http1Config(
                                                                Http1Config.custom()
                                                                        .setMaxLineLength(MOST_LINE)
                                                                        .setMaxHeaderCount(
                                                                                MOST_HEADERS)
                                                                        .build())
                                                        .build())
                                        .setDefaultConnectionConfig(
                                                ConnectionConfig.custom()
                                                        .setConnectTimeout(
                                                                Timeout.of(
                                                                        CONNECT.compareTo(timeout)
                                                                                        < 0
                                                                                ? CONNECT
                                                                                : timeout))
                                                        .setSocketTimeout(patience)
                                                        .setValidateAfterInactivity(
                                                                TimeValue.ofSeconds(1))
                                                        .setTimeToLive(TimeValue.ofMinutes(10))
                                                        .build())
                                        .setDefaultSocketConfig(
                                                SocketConfig.custom()
                                                        .setTcpNoDelay(true)
                                                        .setSoTimeout(patience)
                                                        .build())
                                        .setMaxConnPerRoute(perReceiver)
                                        .setMaxConnTotal(connections)
                                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                                        .build())
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectionRequestTimeout(patience)
                                        .setResponseTimeout(patience)
                                        .setRedirectsEnabled(false)
                                        .build())
                        .setUserAgent("Papertide-Webhooks/1.0")
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .evictIdleConnections(IDLE)
                        .evictExpiredConnections()
                        .build();
    }

    /** Those of the settings, and the names of this machine's resolver. */
    public static WebhookClient of(WebhookSettings settings, Clock clock) {
        return new WebhookClient(
                new AddressGuard(settings.allowedNetworks().orElse(List.of())),
                InetAddress::getAllByName,
                settings.timeout(),
                settings.connectionsPerReceiver(),
                settings.connections(),
                clock);
    }

    /**
     * Posts a body and waits for the answer.
     *
     * @param headers besides those of any request
     */
    public WebhookAnswer post(URI uri, String mediaType, Map<String, String> headers, byte[] body) {
        HttpPost request = new HttpPost(uri);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.parse(mediaType)));
        Future<?> deadline =
                deadlines.schedule(
                        () -> request.cancel(), timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = client.executeOpen(HttpHost.create(uri), request, null);
            try {
                return new WebhookAnswer.Answered(
                        response.getCode(), beginning(request, response), retryAfter(response));
            } finally {
                closeQuietly(response);
            }
        } catch (IOException | RuntimeException e) {
            return new WebhookAnswer.Failed(
                    request.isCancelled() ? "no answer in time" : reason(e));
        } finally {
            deadline.cancel(false);
        }
    }

    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException _) {
            // It has answered.
        }
    }

    /**
     * What there is of the body: a receiver that has answered with its status has taken the event,
     * or not, whatever becomes of the rest. The connection ends where there is more: to close the
     * response would read all of it.
     */
    private static String beginning(HttpPost request, ClassicHttpResponse response) {
        if (response.getEntity() == null) {
            return "";
        }
        byte[] bytes = new byte[MOST_BYTES];
        int length = 0;
        try {
            InputStream body = response.getEntity().getContent();
            int count = body.read(bytes);
            while (count >= 0 && length + count < MOST_BYTES) {
                length += count;
                count = body.read(bytes, length, MOST_BYTES - length);
            }
            length += Math.max(0, count);
            if (count < 0) {
                // At its end: the connection is good for another request.
                body.close();
            } else {
                request.cancel();
            }
        } catch (IOException _) {
            // The deadline has come, or the receiver has gone.
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private Optional<Duration> retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        return header == null ? Optional.empty() : retryAfter(header.getValue(), clock.instant());
    }

    /** Seconds, or a date (RFC 9110, 10.2.3), at most a day; empty if it is neither. */
    static Optional<Duration> retryAfter(@Nullable String value, Instant now) {
        String text = value == null ? "" : value.strip();
        Duration wait;
        if (text.matches("\\d{1,9}")) {
            wait = Duration.ofSeconds(Long.parseLong(text));
        } else {
            try {
                wait =
                        Duration.between(
                                now,
                                ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                        .toInstant());
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
        if (wait.isNegative()) {
            return Optional.of(Duration.ZERO);
        }
        return Optional.of(wait.compareTo(MOST_RETRY_AFTER) < 0 ? wait : MOST_RETRY_AFTER);
    }

    /** In words of ours: those of the platform name addresses. */
    private static String reason(Exception failure) {
        return switch (failure) {
            case ClosedAddressException _ -> "the address is not public";
            case UnknownHostException _ -> "the name has no address";
            case SocketTimeoutException _ -> "no answer in time";
            case SSLException _ -> "no secure connection";
            case ConnectException _ -> "no connection";
            case NoRouteToHostException _ -> "no connection";
            case SocketException _ -> "the connection was lost";
            default ->
                    failure.getCause() instanceof HttpException
                            ? "not an answer of HTTP"
                            : "the connection was lost";
        };
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        lookUps.shutdownNow();
        try {
            client.close();
        } catch (IOException _) {
            // Nothing is sent any more.
        }
    }

    /** Resolves and checks in one step: the connection goes to what comes out of it. */
    private final class Checked implements DnsResolver {

        private final AddressGuard guard;
        private final Names names;

        Checked(AddressGuard guard, Names names) {
            this.guard = guard;
            this.names = names;
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            Future<InetAddress[]> found = lookUps.submit(() -> names.addresses(host));
            try {
                return guard.check(found.get(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS));
            } catch (ExecutionException | TimeoutException _) {
                throw new UnknownHostException("no address");
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new UnknownHostException("interrupted");
            }
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
