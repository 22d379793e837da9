package org.papertide.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.runtime.attribute.ExchangeAttribute;
import io.quarkus.vertx.http.runtime.attribute.ExchangeAttributeParser;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access log as Quarkus makes it, of requests that are full of tokens. */
class HiddenInAccessLogTest {

    private static final String TOKEN = "AbCd3fGhIjKlMnOpQrStUvWxYz-_0123456789ab";
    private static final String SHORT = "short-secret";

    /** All of it that can show what a client sent or was sent. */
    private static final String PATTERN =
            "%h %t \"%r\" %s %b \"%{i,Referer}\" %{REQUEST_LINE} %U%q %{REQUEST_URL} %R"
                    + " %{<REQUEST_PATH} %{QUERY_STRING} %{BARE_QUERY_STRING} %{q,token}"
                    + " %{c,token} %{i,Authorization} %{i,Cookie} %{i,X-Api-Key} %{o,Location}"
                    + " %{o,Set-Cookie} %{ALL_REQUEST_HEADERS}";

    private final ExchangeAttribute line =
            new ExchangeAttributeParser(getClass().getClassLoader(), List.of()).parse(PATTERN);
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void begin() throws Exception {
        Router router = Router.router(vertx);
        router.route()
                .handler(exchange -> {
                    exchange.addEndHandler(_ -> lines.add(line.readAttribute(exchange)));
                    exchange.response()
                            .putHeader("Location", "/preferences/" + TOKEN)
                            .putHeader("Set-Cookie", "a=" + SHORT)
                            .end();
                });
        port =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .actualPort();
    }

    @AfterEach
    void end() throws Exception {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private String logged(String path) throws Exception {
        HttpResponse<Void> _ =
                http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Bearer " + SHORT)
                                .header("Cookie", "token=" + TOKEN)
                                .header("Referer", "https://a.example/preferences/" + TOKEN)
                                .header("X-Api-Key", SHORT)
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        return String.valueOf(lines.poll(20, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/confirm/" + TOKEN,
                "/preferences/" + TOKEN + "?sent=1",
                "/unsubscribe/" + TOKEN,
                "/private-feeds/" + TOKEN + ".atom",
                "/?token=" + TOKEN,
                "/api/v1/webhooks/1?preferences=" + TOKEN
            })
    void hasNoToken(String path) throws Exception {
        assertThat(logged(path))
                .contains("GET " + path.replace(TOKEN, "{hidden}"))
                .doesNotContain(TOKEN)
                .doesNotContain(SHORT);
    }

    @Test
    void showsWhatIsNoSecret() throws Exception {
        assertThat(logged("/api/v1/trending?order=top"))
                .startsWith("127.0.0.1 ")
                .contains("\"GET /api/v1/trending?order=top HTTP/");
    }
}
