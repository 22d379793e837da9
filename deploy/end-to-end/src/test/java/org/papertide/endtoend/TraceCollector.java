package org.papertide.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Collects spans as a collector of OpenTelemetry does, by OTLP over HTTP: of each its service,
 * trace and name. It reads the few fields of the protocol's messages that it needs.
 */
final class TraceCollector implements AutoCloseable {

    private static final int LENGTH_DELIMITED = 2;

    private final HttpServer server;
    private final List<Collected> spans = new CopyOnWriteArrayList<>();

    /** A span. */
    record Collected(String service, String trace, String name) {}

    /** A field of a message of Protocol Buffers: its number, and its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way.
    private record Field(int number, byte[] bytes) {}

    TraceCollector() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** What makes a service send its spans here. */
    Map<String, String> settings() {
        return Map.of(
                "QUARKUS_OTEL_SDK_DISABLED", "false",
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "PT0.5S");
    }

    List<Collected> spans() {
        return List.copyOf(spans);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (Field resource : fields(exchange.getRequestBody().readAllBytes())) {
                read(resource.bytes());
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** ResourceSpans: resource = 1, scope_spans = 2. */
    private void read(byte[] resourceSpans) {
        String service = "";
        for (Field field : fields(resourceSpans)) {
            if (field.number() == 1) {
                service = service(field.bytes());
            }
        }
        for (Field scope : fields(resourceSpans)) {
            if (scope.number() == 2) {
                for (Field span : fields(scope.bytes())) {
                    if (span.number() == 2) {
                        spans.add(span(service, span.bytes()));
                    }
                }
            }
        }
    }

    /** Resource: attributes = 1, of KeyValue: key = 1, value = 2, of AnyValue: string_value = 1. */
    private static String service(byte[] resource) {
        for (Field attribute : fields(resource)) {
            List<Field> pair = fields(attribute.bytes());
            if (pair.size() == 2 && text(pair.getFirst().bytes()).equals("service.name")) {
                return text(fields(pair.getLast().bytes()).getFirst().bytes());
            }
        }
        return "";
    }

    /** Span: trace_id = 1, name = 5. */
    private static Collected span(String service, byte[] span) {
        String trace = "";
        String name = "";
        for (Field field : fields(span)) {
            if (field.number() == 1) {
                trace = HexFormat.of().formatHex(field.bytes());
            } else if (field.number() == 5) {
                name = text(field.bytes());
            }
        }
        return new Collected(service, trace, name);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The fields that have a length; numbers are passed over. */
    private static List<Field> fields(byte[] message) {
        List<Field> fields = new ArrayList<>();
        int[] at = {0};
        while (at[0] < message.length) {
            long tag = number(message, at);
            switch ((int) (tag & 7)) {
                case 0 -> number(message, at);
                case 1 -> at[0] += Long.BYTES;
                case 5 -> at[0] += Integer.BYTES;
                case LENGTH_DELIMITED -> {
                    int length = (int) number(message, at);
                    byte[] bytes = new byte[length];
                    System.arraycopy(message, at[0], bytes, 0, length);
                    at[0] += length;
                    fields.add(new Field((int) (tag >>> 3), bytes));
                }
                default -> throw new IllegalStateException("no message of Protocol Buffers");
            }
        }
        return fields;
    }

    private static long number(byte[] message, int[] at) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message[at[0]++];
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
