package org.papertide.local.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pages on a port of loopback that can only be read, and by nobody but this machine. */
final class LocalPages {

    /** Names of this machine; another name in Host means a page elsewhere asks (DNS rebinding). */
    private static final Pattern LOCAL_HOST =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    private static final String HTML = "text/html; charset=utf-8";

    /** The answer to a request: a body in a form, and what a browser may do with it. */
    record Page(int status, String type, String policy, String body) {
        static Page html(int status, String policy, String html) {
            return new Page(status, HTML, policy, html);
        }
    }

    /** What the pages are. */
    interface Content {
        Page page(URI uri) throws IOException;
    }

    private final int port;
    private final String policy;
    private final Function<String, String> message;
    private final Content content;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /**
     * @param port of 127.0.0.1
     * @param policy the Content-Security-Policy of a message
     * @param message a page of HTML that says the text
     */
    LocalPages(int port, String policy, Function<String, String> message, Content content) {
        this.port = port;
        this.policy = policy;
        this.message = message;
        this.content = content;
    }

    void start() throws IOException {
        HttpServer starting =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        starting.setExecutor(threads);
        starting.createContext("/", this::handle);
        starting.start();
        server = starting;
    }

    void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (threads != null) {
            threads.close();
            threads = null;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page = page(exchange);
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.type());
            exchange.getResponseHeaders().set("Content-Security-Policy", page.policy());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean headOnly = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(
                    page.status(), headOnly || body.length == 0 ? -1 : body.length);
            if (!headOnly) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Page page(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !LOCAL_HOST.matcher(host).matches()) {
            return message(403, "This page answers to localhost only.");
        }
        if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            return message(405, "This page can only be read.");
        }
        return content.page(exchange.getRequestURI());
    }

    private Page message(int status, String text) {
        return Page.html(status, policy, message.apply(text));
    }
}
