package org.papertide.local.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the dashboards on a plain page, for a machine without Grafana. The queries are
 * those of the dashboards' files, read anew for each page.
 */
final class FiguresPage {

    private static final Duration SHOWN = Duration.ofMinutes(30);
    private static final Duration STEP = Duration.ofSeconds(15);

    /** Names of this machine; another name in Host means a page elsewhere asks (DNS rebinding). */
    private static final Pattern LOCAL_HOST =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final int port;
    private final Path dashboards;
    private final PrometheusClient prometheus;
    private final InstantSource clock = InstantSource.system();
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    FiguresPage(int port, Path dashboards, PrometheusClient prometheus) {
        this.port = port;
        this.dashboards = dashboards;
        this.prometheus = prometheus;
    }

    void start() throws IOException {
        HttpServer starting =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        starting.setExecutor(threads);
        starting.createContext("/", this::handle);
        starting.start();
        server = starting;
    }

    void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (threads != null) {
            threads.close();
            threads = null;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = exchange.getRequestHeaders().getFirst("Host");
            boolean known = host != null && LOCAL_HOST.matcher(host).matches();
            String html =
                    known ? page() : FiguresHtml.message("This page answers to localhost only.");
            byte[] body = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(known ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String page() {
        Instant to = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant from = to.minus(SHOWN);
        try {
            List<FiguresHtml.Shown> shown = new ArrayList<>();
            for (Dashboard dashboard : Dashboard.all(dashboards)) {
                List<FiguresHtml.ShownPart> parts = new ArrayList<>();
                for (Dashboard.Part part : dashboard.parts()) {
                    parts.add(shown(part, from, to));
                }
                shown.add(new FiguresHtml.Shown(dashboard.title(), parts));
            }
            return FiguresHtml.page(shown, prometheus.alerts(), from, to);
        } catch (IOException e) {
            return FiguresHtml.message("Prometheus does not answer: " + e.getMessage());
        }
    }

    private FiguresHtml.ShownPart shown(Dashboard.Part part, Instant from, Instant to)
            throws IOException {
        List<FiguresHtml.Line> lines = new ArrayList<>();
        if (part instanceof Dashboard.Part.Panel panel) {
            for (Dashboard.Query query : panel.queries()) {
                for (PrometheusClient.Series series :
                        prometheus.range(query.expression(), from, to, STEP)) {
                    lines.add(
                            new FiguresHtml.Line(
                                    FiguresHtml.legend(query.legend(), series.labels()),
                                    series.points()));
                }
            }
        }
        return new FiguresHtml.ShownPart(part, lines);
    }
}
