package org.papertide.local.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The simulated source: an HTTP server on loopback that answers as Hugging Face ({@code GET
 * /api/daily_papers}) and as arXiv's API ({@code GET /api/query}) do, with invented papers.
 *
 * <p>It goes live when it is started: {@link #pastWeek()} is what came before. Stateless but for
 * that instant, so it may be stopped and started at any time.
 */
public final class DemoSource implements AutoCloseable {

    /** The seed of the simulation that every visitor sees. */
    public static final long SEED = 20_260_923;

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private final Clock clock;
    private final Simulation simulation;
    private final HttpServer server;
    private final ExecutorService threads;
    private final HuggingFaceJson json;

    private DemoSource(Clock clock, Simulation simulation, HttpServer server) {
        this.clock = clock;
        this.simulation = simulation;
        this.server = server;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.json = new HuggingFaceJson(base().toString());
        server.setExecutor(threads);
        server.createContext("/api/daily_papers", answering(this::dailyPapers));
        server.createContext("/api/query", answering(this::query));
        server.createContext("/papers/", answering(this::page));
        server.createContext("/", answering(_ -> Answer.json(404, error("Not found"))));
    }

    /**
     * Starts the source, live from now on.
     *
     * @param clock the services' clock
     * @param port on loopback; 0 for any that is free
     * @param seed another seed, another simulation; usually {@link #SEED}
     * @throws IOException if the port is taken
     */
    public static DemoSource start(Clock clock, int port, long seed) throws IOException {
        Simulation simulation = new Simulation(seed, clock.instant());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        DemoSource source = new DemoSource(clock, simulation, HttpServer.create(address, 0));
        source.server.start();
        return source;
    }

    /** Its address, such as {@code http://127.0.0.1:41234}. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What ingest's environment must hold to poll this source instead of the real ones. */
    public Map<String, String> ingestSettings() {
        return IngestSettings.of(base());
    }

    /**
     * The past week as it would have been recorded, in the order in which it was observed. About 50
     * listings, 3 MB.
     */
    public List<Snapshot> pastWeek() {
        return new PastWeek(simulation, json).snapshots();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private interface Answering {
        Answer to(Map<String, String> parameters) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // Written once, compared by nobody.
    private record Answer(int status, String type, Map<String, String> headers, byte[] body) {
        static Answer json(int status, byte[] body) {
            return new Answer(status, "application/json; charset=utf-8", Map.of(), body);
        }

        static Answer atom(int status, byte[] body) {
            return new Answer(status, "application/atom+xml; charset=utf-8", Map.of(), body);
        }
    }

    private static com.sun.net.httpserver.HttpHandler answering(Answering answering) {
        return exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                Map<String, String> parameters = parameters(exchange);
                Answer answer =
                        exchange.getRequestMethod().equals("GET")
                                ? answering.to(parameters)
                                : Answer.json(405, error("Only GET"));
                exchange.getResponseHeaders().set("Content-Type", answer.type());
                answer.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(answer.status(), answer.body().length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(answer.body());
                }
            }
        };
    }

    private Answer dailyPapers(Map<String, String> parameters) throws IOException {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate day = today;
        int page = whole(parameters.getOrDefault("p", "0"));
        int limit = whole(parameters.getOrDefault("limit", Integer.toString(DEFAULT_LIMIT)));
        try {
            if (parameters.containsKey("date")) {
                day = LocalDate.parse(parameters.get("date"));
            }
        } catch (DateTimeParseException _) {
            return Answer.json(400, error("Invalid date"));
        }
        if (day.isAfter(today)) {
            return Answer.json(400, error("Date is in the future"));
        }
        if (page < 0 || limit < 1 || limit > MAX_LIMIT) {
            return Answer.json(400, error("p or limit out of range"));
        }
        boolean gone = day.isBefore(today.minusDays(Simulation.PAST_DAYS));
        List<SimulatedPaper> papers = gone ? List.of() : simulation.listedOn(day, now);
        int from = Math.min(papers.size(), page * limit);
        int to = Math.min(papers.size(), from + limit);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        json.write(papers.subList(from, to), now, body);
        return new Answer(
                200,
                "application/json; charset=utf-8",
                headers(to < papers.size(), day, page + 1, limit, now),
                body.toByteArray());
    }

    private Map<String, String> headers(
            boolean more, LocalDate day, int nextPage, int limit, Instant now) {
        Map<String, String> headers = new HashMap<>();
        long left = 300 - Math.floorMod(now.getEpochSecond(), 300L);
        headers.put("RateLimit", "\"api\";r=99999;t=" + left);
        headers.put("RateLimit-Policy", "\"fixed window\";\"api\";q=100000;w=300");
        if (more) {
            headers.put(
                    "Link",
                    "<%s/api/daily_papers?date=%s&p=%d&limit=%d>; rel=\"next\""
                            .formatted(base(), day, nextPage, limit));
        }
        return headers;
    }

    private Answer query(Map<String, String> parameters) {
        Instant now = clock.instant();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            ArxivAtom.write(ArxivQuery.of(parameters).answer(simulation, now), now, body);
            return Answer.atom(200, body.toByteArray());
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            ArxivAtom.writeError(String.valueOf(e.getMessage()), now, body);
            return Answer.atom(400, body.toByteArray());
        }
    }

    /** The project page of an invented paper, for whoever follows the link. */
    private Answer page(Map<String, String> parameters) {
        String id = parameters.getOrDefault("", "").replaceFirst("^/papers/", "");
        return simulation
                .find(id, clock.instant())
                .map(paper -> new Answer(200, ProjectPage.TYPE, Map.of(), ProjectPage.of(paper)))
                .orElseGet(() -> Answer.json(404, error("Not found")));
    }

    private static int whole(String text) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
    }

    private static byte[] error(String message) {
        return "{\"error\":\"%s\"}".formatted(message).getBytes(StandardCharsets.UTF_8);
    }

    /** The query's parameters, decoded, and the path under the empty name. */
    private static Map<String, String> parameters(HttpExchange exchange) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("", exchange.getRequestURI().getPath());
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            for (String parameter : query.split("&", -1)) {
                String[] parts = parameter.split("=", 2);
                parameters.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
