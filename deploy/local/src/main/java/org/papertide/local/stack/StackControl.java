package org.papertide.local.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands for a stack in a process of its own, over HTTP on loopback: {@code POST /NAME/start} (or
 * stop, pause, resume), and {@code POST /watch/PID}, after which the stack lives at least as long
 * as that process.
 */
public final class StackControl implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StackControl.class);

    private final List<StackServer> servers;
    private final Set<Long> watched = ConcurrentHashMap.newKeySet();
    private final HttpServer http;
    private boolean ending;

    /** Listens on a free port. */
    public StackControl(List<StackServer> servers) throws IOException {
        this.servers = List.copyOf(servers);
        this.http =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::handle);
        http.start();
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /**
     * The stack ends when all watched processes have ended.
     *
     * @return false if it is ending already: the process needs another stack
     */
    public synchronized boolean watch(long pid) {
        if (!ending) {
            watched.add(pid);
        }
        return !ending;
    }

    /** Returns when every watched process has ended. */
    public void awaitWatched() {
        Optional<ProcessHandle> living = livingElseEnd();
        while (living.isPresent()) {
            living.get().onExit().join();
            living = livingElseEnd();
        }
    }

    /** A watched process that lives. If there is none, no other is accepted from now on. */
    private synchronized Optional<ProcessHandle> livingElseEnd() {
        Optional<ProcessHandle> living =
                watched.stream()
                        .flatMap(pid -> ProcessHandle.of(pid).stream())
                        .filter(ProcessHandle::isAlive)
                        .findFirst();
        ending = living.isEmpty();
        return living;
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status;
            String message = "";
            try {
                status = execute(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            } catch (RuntimeException e) {
                LOG.warn("A request to the stack failed. path={}", exchange.getRequestURI(), e);
                status = 500;
                message = String.valueOf(e.getMessage());
            }
            byte[] body = message.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private int execute(String method, String path) {
        String[] words = path.substring(1).split("/", -1);
        if (!method.equals("POST") || words.length != 2) {
            return 404;
        }
        if (words[0].equals("watch")) {
            return watch(Long.parseLong(words[1])) ? 204 : 410;
        }
        Optional<StackServer> server =
                servers.stream().filter(s -> s.name().equals(words[0])).findFirst();
        if (server.isEmpty()) {
            return 404;
        }
        return execute(server.get(), words[1]) ? 204 : 404;
    }

    private static boolean execute(StackServer server, String verb) {
        switch (verb) {
            case "start" -> server.start();
            case "stop" -> server.stop();
            case "pause" -> server.pause();
            case "resume" -> server.resume();
            default -> {
                return false;
            }
        }
        return true;
    }
}
