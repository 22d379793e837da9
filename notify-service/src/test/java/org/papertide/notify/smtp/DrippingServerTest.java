package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each read of a server that drips ends in time, and a reply of it never would. */
@Timeout(60)
class DrippingServerTest {

    private static final String GREETING = "220 dripping.example ESMTP\r\n";
    private static final String EHLO = "250-dripping.example\r\n250 SIZE\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"", GREETING, GREETING + EHLO})
    void isLeftThoughItSaysSomethingAllTheTime(String before) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread dripping = Thread.ofVirtual().start(() -> drip(server, before));
            try (SmtpConnection connection =
                    new SmtpConnection(
                            new SmtpServer(
                                    LocalSmtp.plain(server.getLocalPort())
                                            .waiting(Duration.ofMillis(500)),
                                    "papertide.example"),
                            Clock.systemUTC())) {
                SendOutcome outcome =
                        new SingleMail(
                                        "b@papertide.example",
                                        "reader@example.org",
                                        "Subject: Tides\r\n\r\n"
                                                .getBytes(StandardCharsets.US_ASCII))
                                .over(connection);
                assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
            }
            dripping.interrupt();
        }
    }

    /** Lines of a reply that goes on, a byte now and then. */
    private static void drip(ServerSocket server, String before) {
        byte[] line = "250-more\r\n".getBytes(StandardCharsets.US_ASCII);
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                out.write(before.getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; true; i++) {
                    out.write(line[i % line.length]);
                    Thread.sleep(20);
                }
            } catch (IOException _) {
                // It was left, or the test has ended.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
