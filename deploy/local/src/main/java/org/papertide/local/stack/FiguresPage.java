package org.papertide.local.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of the dashboards on a plain page, for a machine without Grafana. The queries are
 * those of the dashboards' files, read anew for each page.
 */
final class FiguresPage {

    private static final Duration SHOWN = Duration.ofMinutes(30);
    private static final Duration STEP = Duration.ofSeconds(15);

    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final LocalPages pages;
    private final Path dashboards;
    private final PrometheusClient prometheus;
    private final InstantSource clock = InstantSource.system();

    FiguresPage(int port, Path dashboards, PrometheusClient prometheus) {
        this.dashboards = dashboards;
        this.prometheus = prometheus;
        pages =
                new LocalPages(
                        port,
                        POLICY,
                        FiguresHtml::message,
                        _ -> LocalPages.Page.html(200, POLICY, page()));
    }

    void start() throws IOException {
        pages.start();
    }

    void stop() {
        pages.stop();
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
