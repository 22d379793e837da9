package org.papertide.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.bench.ReceiverSink.Receiver;
import org.papertide.bench.ReceiverSink.Share;
import org.papertide.testing.SettableClock;

class ReceiverSinkTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T08:00:00Z"));
    private final ReceiverSink sink =
            new ReceiverSink(
                    List.of(
                            new Receiver(
                                    "gmail.com",
                                    List.of(
                                            new Share(
                                                    1,
                                                    2,
                                                    9,
                                                    "550-5.1.1 no\r\n550 5.1.1 such user")),
                                    2,
                                    "421 4.7.28 rate",
                                    Duration.ZERO,
                                    ""),
                            new Receiver(
                                    "gmx.de",
                                    List.of(),
                                    9,
                                    "",
                                    Duration.ofSeconds(30),
                                    "554 5.7.1 policy"),
                            new Receiver(
                                    "*",
                                    List.of(new Share(0, 50, 1, "451 4.7.1 Greylisted")),
                                    9,
                                    "",
                                    Duration.ZERO,
                                    "")),
                    Duration.ZERO,
                    clock);
    private final Socket client;
    private final BufferedReader replies;

    ReceiverSinkTest() throws IOException {
        client = new Socket(InetAddress.getLoopbackAddress(), sink.port());
        replies =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    }

    @BeforeEach
    void greet() throws IOException {
        assertThat(replies.readLine()).startsWith("220");
        write("EHLO test\r\n");
        assertThat(reply()).startsWith("250 ENHANCED");
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        sink.close();
    }

    private void write(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    /** The last line of a reply. */
    private String reply() throws IOException {
        String line = replies.readLine();
        while (line.charAt(3) == '-') {
            line = replies.readLine();
        }
        return line;
    }

    private String send(String recipient) throws IOException {
        write("MAIL FROM:<a@b>\r\nRCPT TO:<" + recipient + ">\r\n");
        reply();
        String answer = reply();
        if (!answer.startsWith("250")) {
            return answer;
        }
        write("DATA\r\n");
        assertThat(reply()).startsWith("354");
        write("Subject: x\r\n\r\n..stuffed\r\n.not the end\r\n\r\n.\r\n");
        return reply();
    }

    @Test
    void answersAsEachReceiverDoes() throws IOException {
        assertThat(send("r1@gmail.com")).isEqualTo("550 5.1.1 such user");
        assertThat(send("r2@gmail.com")).startsWith("250");
        assertThat(send("r3@gmail.com")).startsWith("250");
        assertThat(send("r4@gmail.com")).isEqualTo("421 4.7.28 rate");
        clock.advance(Duration.ofMinutes(1));
        assertThat(send("r4@gmail.com")).startsWith("250");

        assertThat(send("r2@gmx.de")).isEqualTo("554 5.7.1 policy");
        clock.advance(Duration.ofSeconds(30));
        assertThat(send("r2@gmx.de")).startsWith("250");

        assertThat(send("r2@example.org")).isEqualTo("451 4.7.1 Greylisted");
        assertThat(send("r2@example.org")).startsWith("250");
        assertThat(send("r99@example.org")).startsWith("250");

        assertThat(sink.answers().get("*"))
                .isEqualTo(Map.of("250", 2L, "451 4.7.1 Greylisted", 1L));
        assertThat(sink.answers().get("gmail.com")).containsEntry("421 4.7.28 rate", 1L);
    }

    @Test
    void answersCommandsThatComeTogether() throws IOException {
        write("MAIL FROM:<a@b>\r\nRCPT TO:<r2@gmail.com>\r\nDATA\r\n");
        assertThat(reply()).startsWith("250");
        assertThat(reply()).startsWith("250");
        assertThat(reply()).startsWith("354");
        write("x\r\n.\r\nRSET\r\nDATA\r\nQUIT\r\n");
        assertThat(reply()).startsWith("250");
        assertThat(reply()).startsWith("250");
        assertThat(reply()).startsWith("503");
        assertThat(reply()).startsWith("221");
    }

    @Test
    void countsWhatEachRecipientGotAndHowOftenItWasTried() throws IOException {
        send("r2@example.org");
        send("r2@example.org");
        send("r2@example.org");
        send("r1@gmail.com");
        assertThat(sink.taken()).isEqualTo(Map.of("r2@example.org", 2));
        assertThat(sink.recipients()).isOne();
        assertThat(sink.attempts()).isEqualTo(Map.of("r2@example.org", 3, "r1@gmail.com", 1));
        sink.forget();
        assertThat(sink.taken()).isEmpty();
        assertThat(sink.attempts()).isEmpty();
    }

    @Test
    void hangsUpOnEveryoneAndTakesNobodyWhileItIsCutOff() throws IOException {
        write("MAIL FROM:<a@b>\r\nRCPT TO:<r2@gmail.com>\r\nDATA\r\nhalf of a mail");
        assertThat(reply()).startsWith("250");
        assertThat(reply()).startsWith("250");
        assertThat(reply()).startsWith("354");
        sink.cut();
        assertThatIOException().isThrownBy(this::replyOrEnd);
        assertThatIOException()
                .isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), sink.port()));
        assertThat(sink.taken()).isEmpty();
        sink.mend();
        try (Socket again = new Socket(InetAddress.getLoopbackAddress(), sink.port())) {
            assertThat(again.getInputStream().read()).isEqualTo('2');
        }
    }

    /** The next reply; a client whose server hung up reads its end, or that it was reset. */
    private String replyOrEnd() throws IOException {
        String line = replies.readLine();
        if (line == null) {
            throw new EOFException();
        }
        return line;
    }
}
