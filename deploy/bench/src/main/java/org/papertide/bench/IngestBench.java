package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.papertide.events.Topic;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;

/** Papers per second from one upload of arXiv JSON lines to {@code papers.v1}. */
final class IngestBench {

    private static final int PAPERS = 40_000;

    private final Clock clock;
    private final Table table;

    IngestBench(Clock clock, Table table) {
        this.clock = clock;
        this.table = table;
    }

    void run() {
        TestStack stack = TestStack.get();
        String prefix = stack.newTopicPrefix();
        TestDatabase database = stack.newDatabase("ingest");
        try (ServiceProcess service = new ServiceProcess("ingest-service", stack.kafka(), prefix);
                Log log = new Log(stack.kafka(), prefix)) {
            service.set("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
            service.set("QUARKUS_DATASOURCE_USERNAME", database.user());
            service.set("QUARKUS_DATASOURCE_PASSWORD", database.password());
            service.set("PAPERTIDE_SOURCES_OFFLINE", "true");
            table.add("service", service.flags() + ", PostgreSQL without fsync");
            service.start();
            measure(service, log);
            table.add("memory of the process", service.peakMemory());
        }
    }

    private void measure(ServiceProcess service, Log log) {
        byte[] lines =
                IntStream.range(0, PAPERS)
                        .mapToObj(IngestBench::line)
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8);
        table.add("papers", PAPERS, "in %,d kB".formatted(lines.length / 1000));
        HttpRequest.Builder upload =
                HttpRequest.newBuilder(service.at("/api/v1/imports?observedAt=" + clock.instant()))
                        .header("authorization", "Bearer " + ServiceProcess.OPERATOR_TOKEN)
                        .header("content-type", "application/octet-stream")
                        .timeout(Duration.ofMinutes(10))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(lines));

        long start = System.nanoTime();
        HttpResponse<String> answer = ServiceProcess.send(upload);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        double imported = seconds(start);
        await("all papers are in the topic")
                .atMost(Duration.ofMinutes(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> log.end(Topic.PAPERS) >= PAPERS);
        double published = seconds(start);
        table.add("all imported after", imported, "s");
        table.add("all published after", published, "s");
        table.add("throughput to the topic", PAPERS / published, "papers/s");
    }

    private static String line(int n) {
        return """
        {"id":"2511.%05d","submitter":"Someone","authors":"Ann Author %d, Bob Writer","title":"Learning \
        from little, part %d","categories":"cs.LG stat.ML","abstract":"%s","versions":[{"version":"v1",\
        "created":"Mon, 3 Nov 2025 19:18:42 GMT"}],"update_date":"2025-11-04","authors_parsed":\
        [["Author %d","Ann",""],["Writer","Bob",""]]}
        """
                .formatted(
                        n, n, n, "We learn from little and say when it is enough. ".repeat(20), n);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
