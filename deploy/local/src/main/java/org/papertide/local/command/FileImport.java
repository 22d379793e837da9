package org.papertide.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.papertide.events.EventJson;

/** Uploads listing files to the ingest service of a running stack. */
final class FileImport {

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final StackTarget target;
    private final Optional<Instant> observedAt;
    private final PrintStream out;
    private final PrintStream progress;
    private final ObjectMapper json = EventJson.mapper();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

    FileImport(
            StackTarget target,
            Optional<Instant> observedAt,
            PrintStream out,
            PrintStream progress) {
        this.target = target;
        this.observedAt = observedAt;
        this.out = out;
        this.progress = progress;
    }

    /** Uploads one file; false if the service did not read it to its end. */
    boolean take(Path file) {
        if (!Files.isRegularFile(file) && !Files.isReadable(file)) {
            return refused(file, Files.exists(file) ? "cannot be read" : "there is no such file");
        }
        if (Files.isDirectory(file)) {
            return refused(file, "is a directory; name the files in it");
        }
        String query = observedAt.map(at -> "?observedAt=" + at).orElse("");
        URI uri = target.ingest("/api/v1/imports" + query);
        try (Upload upload = Upload.of(file, progress)) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + target.operatorToken())
                            .header("Content-Type", "application/octet-stream")
                            .POST(upload.body())
                            .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            upload.finish();
            return report(file, answer);
        } catch (ConnectException _) {
            return refused(file, "the ingest service does not answer at " + uri.getAuthority());
        } catch (IOException | UncheckedIOException e) {
            return refused(file, "the connection broke: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return refused(file, "interrupted");
        }
    }

    private boolean refused(Path file, String why) {
        out.printf("%s: not taken: %s%n", file, why);
        return false;
    }

    private boolean report(Path file, HttpResponse<String> answer) {
        JsonNode body;
        try {
            body = json.readTree(answer.body());
        } catch (JsonProcessingException _) {
            return refused(
                    file, "the answer is not JSON (status %d)".formatted(answer.statusCode()));
        }
        if (answer.statusCode() == OK) {
            new ImportReport(out).account(file, body);
            return body.path("complete").asBoolean(true);
        }
        if (answer.statusCode() == UNAUTHORIZED) {
            return refused(
                    file, "the operator token in " + target.data().path() + " is not its own");
        }
        String detail = body.path("detail").asText("status " + answer.statusCode());
        if (body.path("account").has("format")) {
            new ImportReport(out).account(file, body.path("account"));
        }
        return refused(file, detail);
    }
}
