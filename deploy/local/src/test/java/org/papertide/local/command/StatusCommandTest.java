package org.papertide.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest {

    private static final int PORTS = 13;
    private static final int FIRST = 21_000;

    /** None of the answers here ever ends: on the slowest machine, this is not patience. */
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final List<ServerSocket> servers = new ArrayList<>();
    private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();
    private int base;

    @TempDir private Path root;

    /** Takes the ports of a stack; whoever connects waits. */
    @BeforeEach
    void listen() throws IOException {
        for (base = FIRST; servers.size() < PORTS; base += PORTS) {
            close();
            try {
                for (int port = base; port < base + PORTS; port++) {
                    servers.add(new ServerSocket(port, 0, InetAddress.ofLiteral("127.0.0.1")));
                }
            } catch (BindException _) {
                // Somebody has one of these: the next ones.
            }
        }
        base -= PORTS;
    }

    @AfterEach
    void end() throws IOException {
        close();
        answering.shutdownNow();
    }

    private void close() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
        servers.clear();
    }

    /** As a process that was stopped: its system takes the connection, and nobody reads it. */
    @Test
    void endsWhileEverybodyHangsAndNamesThem() {
        assertThat(status())
                .contains(
                        "ingest-service   does not answer within 2 s",
                        "ranking-service  does not answer within 2 s",
                        "notify-service   does not answer within 2 s",
                        "sources\n  not known: the ingest service does not answer within 2 s",
                        "mails\n  not known: the notify service does not answer within 2 s",
                        "topics");
    }

    /** An answer that never ends, a byte now and then. */
    @Test
    void endsWhileAnswersDrip() {
        for (ServerSocket server : servers) {
            answering.execute(() -> drip(server));
        }

        assertThat(status()).contains("notify-service   does not answer within 2 s");
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        close();

        assertThat(status())
                .contains("ingest-service   does not answer  http://localhost:" + (base + 1));
    }

    @Test
    void waitsAsLongAsItIsTold() {
        assertThat(status("--patience", "1"))
                .contains("notify-service   does not answer within 1 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "301", "-1"})
    void refusesPatienceWithoutEnd(String seconds) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

        assertThat(Commands.of(root, print, print).execute("status", "--patience", seconds))
                .isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--patience must be");
    }

    private String status(String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        long begun = System.nanoTime();
        List<String> line = new ArrayList<>(List.of("status", "--port-base", "" + base));
        line.addAll(List.of(options));
        int code = Commands.of(root, print, print).execute(line.toArray(String[]::new));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_MOST);
        assertThat(code).isEqualTo(1);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void drip(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                answering.execute(() -> drip(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void drip(Socket client) {
        try (client;
                OutputStream out = client.getOutputStream()) {
            out.write(
                    "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            while (!Thread.interrupted()) {
                out.write(' ');
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (IOException _) {
            // The client has gone.
        }
    }
}
