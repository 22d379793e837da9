package org.papertide.local.supervisor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.papertide.local.demo.DemoSource;
import org.papertide.local.demo.Snapshot;

/**
 * What {@code --demo} adds: the simulated source that ingest polls, and the import of what came
 * before. How far that went is kept, so that the next {@code up} imports only what it missed.
 */
final class Demo implements AutoCloseable {

    private static final String IMPORTED = "demo-imported";
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int SAY_EVERY = 20;

    /** A minute of pauses: a slow machine still becomes ready. */
    private static final int SHOWN_ATTEMPTS = 60;

    private final UpOptions options;
    private final Console console;
    private final DemoSource source;

    private Demo(UpOptions options, Console console, DemoSource source) {
        this.options = options;
        this.console = console;
        this.source = source;
    }

    /**
     * Starts the source.
     *
     * @param clock the services' clock
     */
    static Demo start(UpOptions options, Console console, Clock clock) throws IOException {
        return new Demo(
                options, console, DemoSource.start(clock, options.ports().demo(), DemoSource.SEED));
    }

    /** What ingest's environment must hold to poll the source. */
    Map<String, String> ingestSettings() {
        return source.ingestSettings();
    }

    /** Imports what was not imported yet, once ingest is ready. */
    void importPast() throws InterruptedException {
        Instant imported = imported();
        List<Snapshot> past =
                source.pastWeek().stream()
                        .filter(snapshot -> snapshot.observedAt().isAfter(imported))
                        .toList();
        console.print("  demo: importing a simulated week, %d listings ...".formatted(past.size()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            int done = 0;
            for (Snapshot snapshot : past) {
                if (!post(http, snapshot)) {
                    return;
                }
                done++;
                if (done % SAY_EVERY == 0 && done < past.size()) {
                    console.print("  demo: %d of %d imported".formatted(done, past.size()));
                }
            }
        }
        if (!past.isEmpty()) {
            options.data().write(IMPORTED, past.getLast().observedAt() + "\n");
        }
    }

    /**
     * Waits until the site shows papers, so that "ready" is said when there is something to see.
     */
    void awaitShown() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/trending"
                                                .formatted(options.ports().notifyService())))
                        .timeout(TIMEOUT)
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int attempt = 0; attempt < SHOWN_ATTEMPTS; attempt++) {
                if (shows(http, request)) {
                    return;
                }
                Thread.sleep(PAUSE);
            }
        }
        console.print("  demo: the site shows no papers yet; going on");
    }

    private static boolean shows(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("data-paper=");
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        source.close();
    }

    private Instant imported() {
        try {
            return options.data().read(IMPORTED).map(Instant::parse).orElse(Instant.MIN);
        } catch (DateTimeParseException _) {
            return Instant.MIN;
        }
    }

    private boolean post(HttpClient http, Snapshot snapshot) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/api/v1/imports?observedAt=%s"
                                                .formatted(
                                                        options.ports().ingestService(),
                                                        snapshot.observedAt())))
                        .timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + options.data().operatorToken())
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(snapshot.body()))
                        .build();
        String reason = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<String> refusal = send(http, request);
            if (refusal.isEmpty()) {
                return true;
            }
            reason = refusal.get();
            Thread.sleep(PAUSE);
        }
        console.print(
                "  demo: %s cannot be imported (%s); going on without the past"
                        .formatted(snapshot.name(), reason));
        return false;
    }

    private static Optional<String> send(HttpClient http, HttpRequest request)
            throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Optional.empty()
                    : Optional.of("HTTP " + answer.statusCode() + " " + answer.body());
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }
}
