package org.papertide.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** arXiv's query API on this machine. It answers every id with a paper. */
final class FakeArxiv implements AutoCloseable {

    private static final String PATH = "/api/query";

    private final HttpServer server;
    private final List<List<String>> asked = new CopyOnWriteArrayList<>();

    FakeArxiv() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(PATH, this::answer);
        server.start();
    }

    /** Settings with which ingest asks only this server, and only for papers without category. */
    Map<String, String> ingestSettings() {
        return Map.of(
                "PAPERTIDE_SOURCE_OFFLINE", "false",
                "PAPERTIDE_SOURCE_HUGGINGFACE_ENABLED", "false",
                "PAPERTIDE_SOURCE_ARXIV_API", "false",
                "PAPERTIDE_SOURCE_ARXIV_FEEDS", "false",
                "PAPERTIDE_SOURCE_ARXIV_LOOKUP_EVERY", "PT1S",
                "PAPERTIDE_SOURCE_ARXIV_SPACING", "PT0.1S",
                "PAPERTIDE_SOURCE_ARXIV_API_URL",
                        "http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /** The ids of each request. */
    List<List<String>> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        List<String> ids = List.of(query.replaceFirst(".*id_list=([^&]*).*", "$1").split(","));
        asked.add(ids);
        byte[] body = Listings.atom(ids).getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("content-type", "application/atom+xml");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
