package org.papertide.notify.returned.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.returned.RecordingSink;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.token.TokenKey;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.DatabaseUnavailableException;

class ReturnListenerTest {

    private final Tokens tokens =
            new Tokens(
                    () ->
                            List.of(
                                    new TokenKey(
                                            1,
                                            "a secret of some length"
                                                    .getBytes(StandardCharsets.UTF_8))),
                    Clock.systemUTC());
    private final ReturnAddresses addresses =
            new ReturnAddresses(tokens, "bounces.papertide.example", "papertide.example");
    private final RecordingSink sink = new RecordingSink();
    private final String mailbox =
            "<b+" + tokens.issue(Tokens.Kind.BOUNCE, 77) + "@bounces.papertide.example>";
    private ReturnListener listener = listener(new TestSettings(2, Duration.ofMinutes(1)));

    private record TestSettings(int connections, Duration longest) implements ListenerSettings {

        @Override
        public OptionalInt port() {
            return OptionalInt.of(0);
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public int recipients() {
            return 3;
        }

        @Override
        public int bytes() {
            return 100_000;
        }

        @Override
        public Duration idle() {
            return Duration.ofSeconds(20);
        }
    }

    private ReturnListener listener(ListenerSettings settings) {
        return new ReturnListener(settings, 0, "papertide.example", addresses, sink);
    }

    private void listenWith(TestSettings settings) {
        listener.close();
        listener = listener(settings);
    }

    @AfterEach
    void end() {
        listener.close();
    }

    /** A mail server at the other end. */
    private static final class Peer implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader replies;
        private final OutputStream commands;

        Peer(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            replies =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            commands = socket.getOutputStream();
        }

        /** The last line of the reply, or "closed". */
        String reply() {
            try {
                String line = replies.readLine();
                while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                    line = replies.readLine();
                }
                return line == null ? "closed" : line;
            } catch (IOException _) {
                return "closed";
            }
        }

        String say(String line) throws IOException {
            write(line + "\r\n");
            return reply();
        }

        void write(String text) throws IOException {
            commands.write(text.getBytes(StandardCharsets.UTF_8));
            commands.flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Peer greeted() throws IOException {
        Peer peer = new Peer(listener.port());
        assertThat(peer.reply()).startsWith("220 ");
        assertThat(peer.say("EHLO relay.example")).startsWith("250");
        return peer;
    }

    private static void begin(Peer peer, String recipient) throws IOException {
        assertThat(peer.say("MAIL FROM:<>")).startsWith("250");
        assertThat(peer.say("RCPT TO:" + recipient)).startsWith("250");
        assertThat(peer.say("DATA")).startsWith("354");
    }

    @Test
    void takesABounceForTheDeliveryThatTheAddressNames() throws IOException {
        try (Peer peer = greeted()) {
            begin(peer, mailbox);
            assertThat(peer.say("Subject: Undelivered\r\n\r\n..gone\r\n."))
                    .isEqualTo("250 2.0.0 Taken");
            begin(peer, "<u+" + tokens.issue(Tokens.Kind.UNSUBSCRIBE, 9) + "@papertide.example>");
            assertThat(peer.say("Subject: unsubscribe\r\n\r\nplease\r\n.")).startsWith("250");
            assertThat(peer.say("QUIT")).startsWith("221");
        }
        assertThat(sink.taken())
                .containsExactly("OfDelivery[id=77] .gone", "OfSubscription[id=9] please");
    }

    @Test
    void isNoMailboxForAnybodyElse() throws IOException {
        try (Peer peer = greeted()) {
            assertThat(peer.say("MAIL FROM:<a@example.org>")).startsWith("250");
            for (String other :
                    List.of(
                            "<reader@example.org>",
                            "<digest@papertide.example>",
                            "<b+aaaa@bounces.papertide.example>",
                            mailbox.replace("b+", "u+"))) {
                assertThat(peer.say("RCPT TO:" + other)).as(other).startsWith("550 5.1.1 ");
            }
            assertThat(peer.say("DATA")).startsWith("503");
        }
        assertThat(sink.taken()).isEmpty();
    }

    /** The other server keeps what we could not commit. */
    @Test
    void asksForAMailAgainThatItCouldNotCommit() throws IOException {
        for (RuntimeException failure :
                List.of(
                        new DatabaseUnavailableException(new IllegalStateException("gone")),
                        new IllegalStateException("a fault of ours"))) {
            sink.fail(failure);
            try (Peer peer = greeted()) {
                begin(peer, mailbox);
                assertThat(peer.say("\r\ngone\r\n.")).startsWith("451 4.3.0 ");
            }
        }
        sink.fail(null);
        try (Peer peer = greeted()) {
            begin(peer, mailbox);
            assertThat(peer.say("\r\ngone\r\n.")).startsWith("250");
        }
        assertThat(sink.taken()).hasSize(1);
    }

    @Test
    void takesNothingOfAMailThatBreaksOff() throws IOException {
        try (Peer peer = greeted()) {
            begin(peer, mailbox);
            peer.write("\r\nhalf of it");
        }
        try (Peer peer = greeted()) {
            begin(peer, mailbox);
            assertThat(peer.say("\r\nwhole\r\n.")).startsWith("250");
        }
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] whole");
    }

    @Test
    void refusesAMailThatIsTooLarge() throws IOException {
        try (Peer peer = greeted()) {
            assertThat(peer.say("MAIL FROM:<> SIZE=100001")).startsWith("552");
            begin(peer, mailbox);
            String line = "x".repeat(998) + "\r\n";
            try {
                for (int i = 0; i < 1_000; i++) {
                    peer.write(line);
                }
            } catch (IOException _) {
                // It hung up meanwhile.
            }
            assertThat(peer.reply()).matches("552 5\\.3\\.4 .*|closed");
            assertThat(peer.reply()).isEqualTo("closed");
        }
        assertThat(sink.taken()).isEmpty();
    }

    @Test
    void takesSoManyRecipientsAndConnections() throws IOException {
        try (Peer one = greeted();
                Peer two = greeted();
                Peer three = new Peer(listener.port())) {
            assertThat(three.reply()).startsWith("421 ");
            assertThat(one.say("MAIL FROM:<>")).startsWith("250");
            for (int i = 0; i < 3; i++) {
                assertThat(one.say("RCPT TO:" + mailbox)).startsWith("250");
            }
            assertThat(one.say("RCPT TO:" + mailbox)).startsWith("452");
            assertThat(two.say("NOOP")).startsWith("250");
        }
    }

    /** A byte now and then is no silence, and holds a connection no longer than allowed. */
    @Test
    void endsAConnectionThatLastsTooLong() throws IOException {
        listenWith(new TestSettings(1, Duration.ofMillis(300)));
        try (Peer slow = greeted()) {
            assertThat(slow.reply()).isEqualTo("closed");
        }
    }

    @Test
    void endsCommandsWithoutEnd() throws IOException {
        try (Peer peer = greeted()) {
            peer.write("X".repeat(100_000));
            String reply = peer.reply();
            assertThat(reply).matches("50.*|closed");
        } catch (IOException _) {
            // It hung up while we wrote.
        }
    }
}
