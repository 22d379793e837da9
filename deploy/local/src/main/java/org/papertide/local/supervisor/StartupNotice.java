package org.papertide.local.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.papertide.events.EventJson;

/**
 * Explains, once everything is up, where papers come from, or that none will come. A first visitor
 * without a network then does not wait for a ranking.
 */
final class StartupNotice {

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Set<String> REACHED =
            Set.of("FRESH", "QUIET", "HOLIDAY", "STALE", "PARTIAL");

    /** It succeeds without a request while there is nothing to look up: that proves nothing. */
    private static final String LOOK_UP = "arxiv-lookup";

    private final UpOptions options;
    private final Console console;
    private final CountDownLatch stopped = new CountDownLatch(1);

    StartupNotice(UpOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    void start() {
        if (options.demo() || options.without().contains(Service.INGEST)) {
            return;
        }
        if (options.offline()) {
            console.print(
                    "No remote source is polled: import files with ./papertide import FILE, or try ./papertide up --demo.");
            return;
        }
        Thread.ofVirtual().name("startup notice").start(this::watch);
    }

    void stop() {
        stopped.countDown();
    }

    private void watch() {
        long rounds = GIVE_UP_AFTER.dividedBy(POLL);
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (long round = 0; round < rounds; round++) {
                Optional<String> notice = ask(http).flatMap(StartupNotice::notice);
                if (notice.isPresent()) {
                    notice.filter(text -> !text.isEmpty()).ifPresent(console::print);
                    return;
                }
                if (stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<JsonNode> ask(HttpClient http) throws InterruptedException {
        URI uri =
                URI.create(
                        "http://127.0.0.1:%d/api/v1/sources"
                                .formatted(options.ports().ingestService()));
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofString());
            return Optional.of(EventJson.mapper().readTree(answer.body()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /**
     * The notice on the sources: empty text once one was reached; absent while some have not run
     * yet.
     */
    static Optional<String> notice(JsonNode sources) {
        List<String> failed = new ArrayList<>();
        boolean pending = false;
        for (JsonNode source : sources) {
            String state = source.path("state").asText();
            String name = source.path("name").asText("?");
            if (state.equals("DISABLED") || name.equals(LOOK_UP)) {
                continue;
            }
            if (source.path("lastRun").asText("").isEmpty() || source.path("lastRun").isNull()) {
                pending = true;
            } else if (REACHED.contains(state)) {
                return Optional.of("");
            } else {
                failed.add("%s: %s".formatted(name, source.path("message").asText(state)));
            }
        }
        if (pending || failed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                """
                No remote source can be reached from here:
                  %s
                Papertide keeps trying. Without a network: ./papertide up --demo, or feed files with ./papertide import FILE.\
                """
                        .formatted(String.join("\n  ", failed)));
    }
}
