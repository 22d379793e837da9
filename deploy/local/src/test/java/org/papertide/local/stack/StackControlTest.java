package org.papertide.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackControlTest {

    private static final long MYSELF = ProcessHandle.current().pid();

    /** A process that was accepted then would find its servers gone a moment later. */
    @Test
    void acceptsNoProcessOnceTheStackEnds() throws IOException, InterruptedException {
        try (StackControl control = new StackControl(List.of())) {
            Process build = new ProcessBuilder("cat").start();
            control.watch(build.pid());
            assertThat(post(control, "/watch/" + build.pid())).isEqualTo(204);

            build.destroy();
            control.awaitWatched();

            assertThat(post(control, "/watch/" + MYSELF)).isEqualTo(410);
            assertThat(control.watch(MYSELF)).isFalse();
        }
    }

    @Test
    void knowsItsServersOnly() throws IOException, InterruptedException {
        try (StackControl control = new StackControl(List.of())) {
            assertThat(post(control, "/kafka/stop")).isEqualTo(404);
            assertThat(post(control, "/")).isEqualTo(404);
        }
    }

    private static int post(StackControl control, String path)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
