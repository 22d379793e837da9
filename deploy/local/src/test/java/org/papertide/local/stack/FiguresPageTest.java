package org.papertide.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of figures, of a Prometheus that answers what the test says. */
class FiguresPageTest {

    private static final Path DASHBOARDS =
            Path.of(System.getProperty("papertide.root", "../.."))
                    .resolve("deploy/observability/dashboards");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer prometheus = create();
    private FiguresPage page = new FiguresPage(0, DASHBOARDS, new PrometheusClient(0));
    private int port;

    private static HttpServer create() {
        try {
            return HttpServer.create(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @BeforeEach
    void start() throws IOException {
        answer(
                "/api/v1/query_range",
                """
                {"status":"success","data":{"resultType":"matrix","result":[
                  {"metric":{"source":"arxiv<b>","job":"ingest-service"},"values":[[%1$d,"30"],[%2$d,"7200"]]},
                  {"metric":{"source":"other"},"values":[[%1$d,"NaN"]]}]}}
                """
                        .formatted(
                                Instant.now().getEpochSecond() - 600,
                                Instant.now().getEpochSecond()));
        answer(
                "/api/v1/alerts",
                """
                {"status":"success","data":{"alerts":[{"state":"firing","labels":{"alertname":"OutboxStuck"},
                  "annotations":{"summary":"Records are not published","runbook_url":"deploy/runbooks/alerts.md#outboxstuck"}}]}}
                """);
        prometheus.start();
        port = free();
        page =
                new FiguresPage(
                        port, DASHBOARDS, new PrometheusClient(prometheus.getAddress().getPort()));
        page.start();
    }

    @AfterEach
    void stop() {
        page.stop();
        prometheus.stop(0);
    }

    private void answer(String path, String json) {
        prometheus.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        asked.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
                        byte[] body = json.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void showsTheFiguresOfEveryPanelByTheDashboardsQueries()
            throws IOException, InterruptedException {
        HttpResponse<String> answer = get();
        assertThat(answer.statusCode()).isEqualTo(200);
        List<Dashboard> dashboards = Dashboard.all(DASHBOARDS);
        assertThat(dashboards).hasSize(3);
        String queries =
                String.join("\n", asked)
                        .lines()
                        .map(query -> URLDecoder.decode(query, StandardCharsets.UTF_8))
                        .toList()
                        .toString();
        for (Dashboard dashboard : dashboards) {
            assertThat(answer.body()).contains("<h2>" + dashboard.title() + "</h2>");
            for (Dashboard.Part part : dashboard.parts()) {
                if (part instanceof Dashboard.Part.Panel panel) {
                    assertThat(answer.body()).contains("<h4>" + panel.title() + "</h4>");
                    panel.queries()
                            .forEach(query ->
                                    assertThat(queries)
                                            .contains("query=" + query.expression() + "&"));
                }
            }
        }
        assertThat(answer.body())
                .contains("arxiv&lt;b&gt;", "2 h", "OutboxStuck", "Records are not published")
                .doesNotContain("<b>");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
    }

    @Test
    void saysThatPrometheusIsAway() throws IOException, InterruptedException {
        prometheus.stop(0);
        HttpResponse<String> answer = get();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Prometheus does not answer");
        prometheus = create();
        prometheus.start();
    }

    @Test
    void writesValuesWithTheirUnits() {
        assertThat(FiguresHtml.value(0.25, "s")).isEqualTo("250 ms");
        assertThat(FiguresHtml.value(45, "s")).isEqualTo("45 s");
        assertThat(FiguresHtml.value(600, "s")).isEqualTo("10 min");
        assertThat(FiguresHtml.value(259_200, "s")).isEqualTo("3 d");
        assertThat(FiguresHtml.value(0.0123, "percentunit")).isEqualTo("1.23 %");
        assertThat(FiguresHtml.value(1_234_567, "short")).isEqualTo("1,234,567");
        assertThat(FiguresHtml.value(10 * 1024 * 1024, "bytes")).isEqualTo("10 MiB");
        assertThat(FiguresHtml.value(2.5, "ops")).isEqualTo("2.50/s");
        assertThat(FiguresHtml.value(Double.NaN, "short")).isEqualTo("–");
        assertThat(FiguresHtml.legend("{{source}} {{ state }}", Map.of("source", "a")))
                .isEqualTo("a");
    }

    @Test
    void asksTheManagementPortsOfTheServices(@TempDir Path directory) throws IOException {
        PrometheusServer server =
                new PrometheusServer(
                        new PrometheusServer.Settings(
                                Path.of("prometheus"),
                                directory.resolve("data"),
                                directory,
                                Path.of("/it's/observability"),
                                1,
                                2,
                                Map.of("notify-service", 8089, "ingest-service", 8090)),
                        _ -> {});
        assertThat(server.configuration())
                .contains("- '/it''s/observability/rules/*.yaml'")
                .containsSubsequence(
                        "job_name: ingest-service",
                        "127.0.0.1:8090",
                        "job_name: notify-service",
                        "127.0.0.1:8089");
        Path program = Files.createFile(directory.resolve("prometheus"));
        assertThat(PrometheusServer.find("/nowhere:" + directory)).isEmpty();
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(PrometheusServer.find("/nowhere:" + directory)).contains(program);
    }

    @Test
    void endsNoProcessThatIsNoPrometheus(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
        PrometheusServer.stopOrphan(directory);
        assertThat(directory.resolve("pid")).doesNotExist();
        Files.writeString(directory.resolve("pid"), "nonsense");
        PrometheusServer.stopOrphan(directory);
        PrometheusServer.stopOrphan(directory);
    }

    @Test
    void endsThePrometheusOfItsDirectoryAndNoOther(@TempDir Path directory) throws Exception {
        Path ours = Files.createDirectory(directory.resolve("ours"));
        Path program = Files.copy(Path.of("/bin/sh"), directory.resolve("prometheus"));
        Process running =
                new ProcessBuilder(
                                program.toString(),
                                "-c",
                                "read line",
                                "--storage.tsdb.path=" + ours.resolve("data"))
                        .start();
        try {
            for (Path each : List.of(directory, ours)) {
                Files.writeString(each.resolve("pid"), running.pid() + "\n");
            }
            PrometheusServer.stopOrphan(directory);
            assertThat(running.isAlive()).isTrue();
            PrometheusServer.stopOrphan(ours);
            assertThat(running.waitFor()).isEqualTo(137);
        } finally {
            running.destroyForcibly();
        }
    }

    @Test
    void endsNoStackIfItDoesNotStart(@TempDir Path directory) throws IOException {
        Path program = Files.writeString(directory.resolve("prometheus"), "#!/bin/sh\nexit 2\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        List<String> told = new ArrayList<>();
        PrometheusServer prometheus =
                new PrometheusServer(
                        new PrometheusServer.Settings(
                                program,
                                directory.resolve("data"),
                                directory.resolve("logs"),
                                directory,
                                1,
                                2,
                                Map.of()),
                        told::add);
        try (LocalStack stack = new LocalStack(List.of(prometheus))) {
            stack.start();
            assertThat(told)
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("Prometheus did not start", "prometheus.log");
        }
    }
}
