package org.papertide.testing;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The facts that a running stack process has written down, and its control port. */
record StackFacts(Map<String, String> values) {

    /** Longer than the start of Kafka after an unclean stop. */
    private static final Duration COMMAND_WAIT = Duration.ofMinutes(1);

    StackFacts {
        values = Map.copyOf(values);
    }

    /** The facts of a stack process, if it is alive. */
    static Optional<StackFacts> read(Path ready) {
        if (!Files.exists(ready)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(ready)) {
            properties.load(in);
        } catch (IOException _) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        properties.forEach((name, value) -> values.put(name.toString(), value.toString()));
        StackFacts facts = new StackFacts(values);
        return Optional.of(facts).filter(f -> f.process().isPresent());
    }

    Optional<ProcessHandle> process() {
        return ProcessHandle.of(Long.parseLong(get("pid"))).filter(ProcessHandle::isAlive);
    }

    String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the stack has no fact " + name + ": " + values);
        }
        return value;
    }

    int port(String name) {
        return Integer.parseInt(get(name));
    }

    String kafka() {
        return get("kafka.bootstrap");
    }

    TestDatabase database(String name) {
        return new TestDatabase(
                get("postgres.url").formatted(name),
                get("postgres.user"),
                get("postgres.password"));
    }

    /** Gives the process a command; false if it does not answer or does not succeed. */
    boolean post(String path) {
        URI uri = URI.create("http://127.0.0.1:" + get("control") + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(COMMAND_WAIT)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
