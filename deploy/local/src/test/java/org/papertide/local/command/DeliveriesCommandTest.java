package org.papertide.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.local.data.RefusedException;
import org.papertide.local.data.StackPorts;
import picocli.CommandLine;

class DeliveriesCommandTest {

    private static final String MAIL =
            """
            {"id": 7, "delivery": "0f", "edition": 3, "kind": "DAILY", "subscription": 9,
             "state": "REJECTED", "reason": "550 5.1.1 no", "attempts": 2,
             "plannedAt": "2026-05-04T08:00:00Z", "settledAt": "2026-05-04T08:01:00Z",
             "relay": "backup", "returned": [
               {"kind": "HARD", "code": "5.1.1", "at": "2026-05-04T09:00:00Z"}]}\
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir private Path data;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        Files.writeString(data.resolve("operator-token"), "secret");
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        Map<String, String> answers =
                Map.of(
                        "/api/v1/editions",
                        """
                        {"editions": [{"id": 3, "kind": "DAILY", "asOf": "2026-05-04T08:00:00Z"}]}\
                        """,
                        "/api/v1/editions/3",
                        """
                        {"id": 3, "kind": "DAILY", "asOf": "2026-05-04T08:00:00Z", "planned": 4,
                         "accepted": 3, "rejected": 1, "closed": true, "returned": {"HARD": 1}}\
                        """,
                        "/api/v1/editions/3/deliveries",
                        "{\"deliveries\": [" + MAIL + "], \"next\": \"9\"}",
                        "/api/v1/deliveries/sums",
                        """
                        {"sums": [{"day": "2026-05-04", "kind": "DAILY", "receiver": "google",
                         "outcome": "ACCEPTED", "mails": 1234}]}\
                        """,
                        "/api/v1/deliveries/search",
                        """
                        {"subscriptions": [{"id": 9, "state": "ENDED", "frequency": "DAILY",
                         "requestedAt": "2026-05-01T08:00:00Z"}],
                         "suppression": {"reason": "complaint", "at": "2026-05-05T08:00:00Z"},
                         "deliveries": [%s]}\
                        """
                                .formatted(MAIL));
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    asked.add(
                            "%s %s %s %s"
                                    .formatted(
                                            exchange.getRequestMethod(),
                                            exchange.getRequestURI(),
                                            exchange.getRequestHeaders().getFirst("Authorization"),
                                            body));
                    String answer = answers.get(exchange.getRequestURI().getPath());
                    byte[] bytes =
                            (answer == null ? "{\"detail\": \"There is no edition.\"}" : answer)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String in, String... arguments) {
        CommandLine line =
                new CommandLine(
                        new DeliveriesCommand(
                                data,
                                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                                new PrintStream(out, true, StandardCharsets.UTF_8)));
        line.registerConverter(StackPorts.class, text -> new StackPorts(Integer.parseInt(text)));
        line.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof RefusedException) {
                asked.add(String.valueOf(failure.getMessage()));
                return 1;
            }
            throw failure;
        });
        String[] all = new String[arguments.length + 4];
        all[0] = "--data";
        all[1] = data.toString();
        all[2] = "--port-base";
        all[3] = Integer.toString(server.getAddress().getPort());
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return line.execute(all);
    }

    @Test
    void printsSumsAndEditions() {
        assertThat(run("")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("2026-05-04  DAILY", "google", "ACCEPTED", "1,234")
                .contains("3        DAILY", "open");
        assertThat(asked).allMatch(line -> line.contains("Bearer secret"));
    }

    @Test
    void printsTheMailsOfAnEdition() {
        assertThat(run("", "--edition", "3", "--state", "REJECTED", "--limit", "5")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("planned 4", "accepted 3", "closed")
                .contains("REJECTED", "attempts 2", "550 5.1.1 no", "by backup")
                .contains("came back as HARD 1", "came back 2026-05-04T09:00:00Z as HARD 5.1.1")
                .contains("There are more");
        assertThat(asked).anyMatch(line -> line.contains("deliveries?limit=5&state=REJECTED"));
    }

    /** A command line is seen by others on the machine, and kept in a history. */
    @Test
    void readsAnAddressFromStandardInputAndPutsItIntoNoUrl() {
        assertThat(run("reader@example.org\n", "--address")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("subscription 9, DAILY, ENDED", "complaint", "550 5.1.1 no");
        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("POST /api/v1/deliveries/search Bearer")
                .contains("{\"limit\":100,\"address\":\"reader@example.org\"}");
    }

    @Test
    void saysWhatTheServiceSays() {
        assertThat(run("", "--edition", "4")).isEqualTo(1);
        assertThat(run("", "--address")).isEqualTo(1);

        assertThat(asked).contains("There is no edition.", "Give an address on standard input.");
    }

    @Test
    void asksForAStateAsItWasWritten() {
        assertThat(run("", "--edition", "3", "--state", "NO SUCH&limit=9\u001b%")).isZero();

        assertThat(asked)
                .anyMatch(line -> line.contains("limit=100&state=NO+SUCH%26limit%3D9%1B%25 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "two\nlines", "ümlaut", "a b", "\u0000"})
    void saysThatATokenIsNone(String token) throws IOException {
        Files.writeString(data.resolve("operator-token"), token);

        assertThat(run("")).isEqualTo(1);

        assertThat(asked)
                .containsExactly(
                        "The operator token must be one line of ASCII characters without spaces.");
    }
}
