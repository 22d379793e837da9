package org.papertide.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the page of figures. It runs no script: it loads itself again every ten seconds. */
final class FiguresHtml {

    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    /** A chart's size, in units of its drawing. */
    private static final int WIDTH = 320;

    private static final int HEIGHT = 80;

    /** Series that a panel lists: those with the highest last values. */
    private static final int MOST_LINES = 8;

    private static final List<String> COLOURS =
            List.of(
                    "#1f6fb2", "#c2571a", "#2a8a4a", "#8a3ab9", "#b8860b", "#a02040", "#3a7f8f",
                    "#555555");

    private static final String STYLE =
            """
            body{font:14px/1.4 system-ui,sans-serif;margin:0 auto;max-width:76rem;padding:1rem;color:#222;background:#fff}
            h1{font-size:1.4rem}h2{font-size:1.2rem;margin:1.5rem 0 .3rem;border-bottom:2px solid #222}
            h3{font-size:1rem;margin:1rem 0 .4rem;color:#444}
            .panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(22rem,1fr));gap:.8rem}
            .panel{border:1px solid #ccc;border-radius:4px;padding:.6rem .8rem;min-width:0}
            .panel h4{margin:0;font-size:.95rem}.panel p{margin:0 0 .3rem;color:#555;font-size:.8rem}
            svg{display:block;width:100%;height:80px;background:#f7f7f7}
            table{border-collapse:collapse;width:100%;font-size:.85rem}td{padding:0 .3rem 0 0;overflow-wrap:anywhere}
            td.value{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
            .alerts td{padding:.15rem .6rem .15rem 0}.firing{color:#a00020;font-weight:600}.none{color:#555}
            @media (prefers-color-scheme:dark){body{background:#16181b;color:#e6e6e6}h2{border-color:#e6e6e6}h3,.panel p,.none{color:#aaa}
            .panel{border-color:#444}svg{background:#22252a}.firing{color:#ff8090}}
            """;

    private FiguresHtml() {}

    /** A series of a panel, by its name. */
    record Line(String name, List<PrometheusClient.Point> points) {
        Line {
            points = List.copyOf(points);
        }

        double last() {
            return points.isEmpty() ? Double.NaN : points.getLast().value();
        }
    }

    /** A part of a dashboard with its figures. */
    record ShownPart(Dashboard.Part part, List<Line> lines) {
        ShownPart {
            lines = List.copyOf(lines);
        }
    }

    /** A dashboard with its figures. */
    record Shown(String title, List<ShownPart> parts) {
        Shown {
            parts = List.copyOf(parts);
        }
    }

    /** What a series is called: the legend with the values of its labels. */
    static String legend(String format, Map<String, String> labels) {
        Matcher label = LABEL.matcher(format);
        return label.replaceAll(
                        match -> Matcher.quoteReplacement(labels.getOrDefault(match.group(1), "")))
                .strip();
    }

    static String message(String text) {
        HtmlWriter html = begin();
        html.element("h1", "Papertide in figures").element("p", text);
        return end(html);
    }

    static String page(
            List<Shown> dashboards, List<PrometheusClient.Alert> alerts, Instant from, Instant to) {
        HtmlWriter html = begin();
        html.element("h1", "Papertide in figures");
        html.element(
                "p",
                "The last %d minutes, until %s. The same queries are in deploy/observability/dashboards."
                        .formatted(Duration.between(from, to).toMinutes(), to));
        alerts(html, alerts);
        for (Shown dashboard : dashboards) {
            html.element("h2", dashboard.title());
            boolean inside = false;
            for (ShownPart part : dashboard.parts()) {
                switch (part.part()) {
                    case Dashboard.Part.Heading(String title) -> {
                        if (inside) {
                            html.close();
                        }
                        html.element("h3", title).open("div", "class", "panels");
                        inside = true;
                    }
                    case Dashboard.Part.Panel panel -> panel(html, panel, part.lines(), from, to);
                }
            }
            if (inside) {
                html.close();
            }
        }
        return end(html);
    }

    private static void alerts(HtmlWriter html, List<PrometheusClient.Alert> alerts) {
        html.element("h2", "Alerts");
        if (alerts.isEmpty()) {
            html.element("p", "None.", "class", "none");
            return;
        }
        html.open("table", "class", "alerts");
        for (PrometheusClient.Alert alert : alerts) {
            html.open("tr", "class", alert.state())
                    .element("td", alert.name())
                    .element("td", alert.state())
                    .element("td", alert.summary())
                    .element("td", alert.runbook())
                    .close();
        }
        html.close();
    }

    private static void panel(
            HtmlWriter html,
            Dashboard.Part.Panel panel,
            List<Line> lines,
            Instant from,
            Instant to) {
        html.open("section", "class", "panel")
                .element("h4", panel.title())
                .element("p", panel.description());
        List<Line> shown =
                lines.stream()
                        .sorted(
                                Comparator.comparingDouble((Line line) ->
                                                Double.isNaN(line.last())
                                                        ? Double.NEGATIVE_INFINITY
                                                        : line.last())
                                        .reversed()
                                        .thenComparing(Line::name))
                        .toList();
        if (shown.isEmpty()) {
            html.element("p", "No figures yet.", "class", "none").close();
            return;
        }
        List<Line> drawn = shown.subList(0, Math.min(MOST_LINES, shown.size()));
        chart(html, drawn, from, to);
        html.open("table");
        for (int i = 0; i < drawn.size(); i++) {
            Line line = drawn.get(i);
            html.open("tr")
                    .open("td", "style", "color:" + COLOURS.get(i % COLOURS.size()))
                    .text(line.name().isEmpty() ? panel.title() : line.name())
                    .close()
                    .element("td", value(line.last(), panel.unit()), "class", "value")
                    .close();
        }
        html.close();
        if (shown.size() > drawn.size()) {
            html.element("p", "and %d more".formatted(shown.size() - drawn.size()));
        }
        html.close();
    }

    private static void chart(HtmlWriter html, List<Line> lines, Instant from, Instant to) {
        double most =
                lines.stream()
                        .flatMap(line -> line.points().stream())
                        .mapToDouble(PrometheusClient.Point::value)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(0);
        double scale = most > 0 ? (HEIGHT - 4) / most : 0;
        double width = (double) WIDTH / Math.max(1, Duration.between(from, to).toSeconds());
        html.open(
                "svg",
                "viewBox",
                "0 0 %d %d".formatted(WIDTH, HEIGHT),
                "preserveAspectRatio",
                "none",
                "aria-hidden",
                "true");
        for (int i = 0; i < lines.size(); i++) {
            List<String> points = new ArrayList<>();
            for (PrometheusClient.Point point : lines.get(i).points()) {
                if (Double.isFinite(point.value())) {
                    points.add(
                            String.format(
                                    Locale.ROOT,
                                    "%.1f,%.1f",
                                    (point.at() - from.getEpochSecond()) * width,
                                    HEIGHT - 2 - Math.max(0, point.value()) * scale));
                }
            }
            html.element(
                    "polyline",
                    "",
                    "points",
                    String.join(" ", points),
                    "fill",
                    "none",
                    "stroke",
                    COLOURS.get(i % COLOURS.size()),
                    "stroke-width",
                    "1.5",
                    "vector-effect",
                    "non-scaling-stroke");
        }
        html.close();
    }

    /** A value with its unit, as Grafana would write it, or nearly. */
    static String value(double value, String unit) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        return switch (unit) {
            case "s" -> seconds(value);
            case "percentunit" -> number(value * 100) + " %";
            case "bytes" -> number(value / 1024 / 1024) + " MiB";
            case "ops", "reqps" -> number(value) + "/s";
            default -> number(value);
        };
    }

    private static String seconds(double value) {
        if (value < 1) {
            return number(value * 1000) + " ms";
        }
        if (value < 120) {
            return number(value) + " s";
        }
        Duration time = Duration.ofSeconds(Math.round(value));
        if (time.compareTo(Duration.ofHours(2)) < 0) {
            return time.toMinutes() + " min";
        }
        return time.compareTo(Duration.ofDays(2)) < 0
                ? time.toHours() + " h"
                : time.toDays() + " d";
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) || Math.abs(value) >= 100;
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%.2f", value);
    }

    private static HtmlWriter begin() {
        HtmlWriter html = new HtmlWriter();
        return html.open("html", "lang", "en")
                .open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width")
                .empty("meta", "http-equiv", "refresh", "content", "10")
                .element("title", "Papertide in figures")
                .element("style", STYLE)
                .close()
                .open("body");
    }

    private static String end(HtmlWriter html) {
        return html.close().close().finish();
    }
}
