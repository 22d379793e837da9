package org.papertide.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.StackPorts;

class FileImportTest {

    private static final String ACCOUNT =
            """
            {"format":"papers page","papers":{"new":119,"changed":1,"unchanged":2,"refused":1},
             "readings":{"new":3,"known":4,"refused":0},
             "refusals":[{"where":"record 7","reason":"title: over 2,000 characters"}],"moreRefusals":5,
             "leftOut":[],"moreLeftOut":0,"complete":true}\
            """;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private String answer = ACCOUNT;
    private int status = 200;
    private final HttpServer server = server();

    @TempDir private Path directory;

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void saysWhatWasTakenAndWhatWasRefusedAndWhy() throws IOException {
        assertThat(command(Optional.empty()).take(file("page.txt"))).isTrue();

        assertThat(output())
                .contains(
                        "papers page: papers 119 new, 1 changed, 2 unchanged, 1 refused; signals 3 new, 4 known",
                        "refused: record 7: title: over 2,000 characters",
                        "refused: and 5 more");
        assertThat(requests)
                .singleElement()
                .asString()
                .startsWith("POST /api/v1/imports Bearer ")
                .endsWith(" 7");
    }

    @Test
    void sendsWhenReadingsWereObserved() throws IOException {
        command(Optional.of(Instant.parse("2025-12-04T08:00:00Z"))).take(file("day.json"));

        assertThat(requests)
                .singleElement()
                .asString()
                .contains("/api/v1/imports?observedAt=2025-12-04T08:00:00Z ");
    }

    @Test
    void saysWhyAFileWasNotTaken() throws IOException {
        status = 415;
        answer = "{\"status\":415,\"detail\":\"No known form.\"}";

        assertThat(command(Optional.empty()).take(file("x.bin"))).isFalse();

        assertThat(output()).contains("x.bin: not taken: No known form.");
    }

    @Test
    void saysWhatWasTakenBeforeTheFileBecameUnreadable() throws IOException {
        status = 422;
        answer = "{\"status\":422,\"detail\":\"Truncated.\",\"account\":%s}".formatted(ACCOUNT);

        assertThat(command(Optional.empty()).take(file("cut.xml"))).isFalse();

        assertThat(output()).contains("papers 119 new", "not taken: Truncated.");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThat(command(Optional.empty()).take(directory.resolve("none"))).isFalse();
        assertThat(command(Optional.empty()).take(directory)).isFalse();

        assertThat(output()).contains("there is no such file", "is a directory");
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        server.stop(0);

        assertThat(command(Optional.empty()).take(file("page.txt"))).isFalse();

        assertThat(output()).contains("the ingest service does not answer");
    }

    private HttpServer server() {
        try {
            HttpServer made =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            made.createContext("/", this::handle);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(
                    "%s %s %s %d"
                            .formatted(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    exchange.getRequestHeaders().getFirst("Authorization"),
                                    body.length));
            byte[] out = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, out.length);
            exchange.getResponseBody().write(out);
        }
    }

    private Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "content");
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private FileImport command(Optional<Instant> observedAt) {
        DataDirectory data = new DataDirectory(directory);
        data.operatorToken();
        StackTarget target =
                new StackTarget(new StackPorts(server.getAddress().getPort() - 1), data);
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        return new FileImport(target, observedAt, out, out);
    }
}
