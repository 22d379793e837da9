package org.papertide.notify.returned.listener;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.TestCertificate;
import org.papertide.notify.returned.RecordingSink;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.returned.Subject;
import org.papertide.notify.returned.listener.ListenerSettings.Protocol;
import org.papertide.notify.token.TestTokens;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.DatabaseUnavailableException;

class ReturnListenerTest {

    private final Tokens tokens = TestTokens.of(Clock.systemUTC());
    private final ReturnAddresses addresses =
            new ReturnAddresses(tokens, "bounces.papertide.example", "papertide.example");
    private final RecordingSink sink = new RecordingSink();
    private final String mailbox =
            "<b+" + tokens.issue(Tokens.Kind.BOUNCE, 77) + "@bounces.papertide.example>";
    private ReturnListener listener = listener(new TestSettings(4, Duration.ofMinutes(1)));

    private record TestSettings(int connections, Duration longest, Protocol protocol)
            implements ListenerSettings {

        TestSettings(int connections, Duration longest) {
            this(connections, longest, Protocol.SMTP);
        }

        @Override
        public Optional<String> tls() {
            return Optional.empty();
        }

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
        return listener(settings, Optional.empty());
    }

    private ReturnListener listener(
            ListenerSettings settings, Optional<Supplier<SSLContext>> certificate) {
        return new ReturnListener(settings, 0, "papertide.example", certificate, addresses, sink);
    }

    private void listenWithTls(TestSettings settings) {
        listener.close();
        listener = listener(settings, Optional.of(TestCertificate.ofLocalhost()::shown));
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
            this(new Socket(InetAddress.getLoopbackAddress(), port));
        }

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(20_000);
            replies =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            commands = socket.getOutputStream();
        }

        /** The same connection, encrypted, with a server whose certificate is trusted. */
        Peer encrypted() throws IOException {
            SSLSocket encrypted =
                    (SSLSocket)
                            TestCertificate.ofLocalhost()
                                    .trusted()
                                    .getSocketFactory()
                                    .createSocket(socket, "localhost", socket.getPort(), true);
            encrypted.startHandshake();
            return new Peer(encrypted);
        }

        /** The whole reply, line by line. */
        List<String> lines() throws IOException {
            List<String> lines = new ArrayList<>();
            String line;
            do {
                line = replies.readLine();
                lines.add(line);
            } while (line.charAt(3) == '-');
            return lines;
        }

        /** The last line of the reply, "closed", or "silent" after a long wait. */
        String reply() {
            try {
                String line = replies.readLine();
                while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                    line = replies.readLine();
                }
                return line == null ? "closed" : line;
            } catch (SocketTimeoutException _) {
                return "silent";
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

    /** A relay sends all its mails over one connection, and need not reset between them. */
    @Test
    void takesTheNextMailAfterOneThatItCouldNotCommit() throws IOException {
        try (Peer peer = greeted()) {
            sink.fail(new DatabaseUnavailableException(new IllegalStateException("gone")));
            begin(peer, mailbox);
            assertThat(peer.say("\r\ngone\r\n.")).startsWith("451 4.3.0 ");
            sink.fail(null);
            begin(peer, mailbox);
            assertThat(peer.say("\r\nnext\r\n.")).startsWith("250");
        }
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] next");
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
    void takesSoManyRecipients() throws IOException {
        try (Peer peer = greeted()) {
            assertThat(peer.say("MAIL FROM:<>")).startsWith("250");
            for (int i = 0; i < 3; i++) {
                assertThat(peer.say("RCPT TO:" + mailbox)).startsWith("250");
            }
            assertThat(peer.say("RCPT TO:" + mailbox)).startsWith("452");
        }
    }

    @Test
    void listensNoLongerToOneWhoOnlyLooksForMailboxes() throws IOException {
        try (Peer peer = greeted()) {
            assertThat(peer.say("MAIL FROM:<>")).startsWith("250");
            for (int i = 0; i < 20; i++) {
                assertThat(peer.say("RCPT TO:<a" + i + "@papertide.example>")).startsWith("550");
            }
            assertThat(peer.say("RCPT TO:<b@papertide.example>")).startsWith("421");
            assertThat(peer.reply()).isEqualTo("closed");
        }
    }

    @Test
    void oneHostCannotTakeAllConnections() throws IOException {
        listenWith(new TestSettings(6, Duration.ofMinutes(1)));
        try (Peer _ = greeted();
                Peer _ = greeted();
                Peer third = greeted();
                Peer fourth = new Peer(listener.port());
                Peer other = from(2)) {
            assertThat(fourth.reply()).startsWith("421 4.7.0");
            assertThat(other.reply()).startsWith("220");
            assertThat(third.say("NOOP")).startsWith("250");
        }
    }

    @Test
    void takesSoManyConnections() throws IOException {
        listenWith(new TestSettings(2, Duration.ofMinutes(1)));
        try (Peer one = greeted();
                Peer two = from(2)) {
            assertThat(two.reply()).startsWith("220");
            try (Peer three = from(3)) {
                assertThat(three.reply()).startsWith("421 ");
            }
            assertThat(List.of(one.say("NOOP"), two.say("NOOP")))
                    .allMatch(each -> each.startsWith("250"));
        }
    }

    private Peer from(int host) throws IOException {
        return new Peer(new Socket(loopback(1), listener.port(), loopback(host), 0));
    }

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    /** A chunk of which half comes is no mail, and what is in it are no commands. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void takesNoChunks(Protocol protocol) throws IOException {
        listenWith(new TestSettings(4, Duration.ofMinutes(1), protocol));
        try (Peer peer = new Peer(listener.port())) {
            assertThat(peer.reply()).startsWith("220 ");
            peer.write(protocol == Protocol.LMTP ? "LHLO a\r\n" : "EHLO a\r\n");
            assertThat(peer.lines()).noneMatch(line -> line.contains("CHUNKING"));
            assertThat(peer.say("MAIL FROM:<>")).startsWith("250");
            assertThat(peer.say("RCPT TO:" + mailbox)).startsWith("250");
            peer.write("BDAT 60 LAST\r\n\r\ngone\r\nRSET\r\n");
            assertThat(peer.reply()).startsWith("502 5.5.1");
            assertThat(peer.reply()).isEqualTo("closed");
        }
        assertThat(sink.taken()).isEmpty();
    }

    /** What two servers end at different places smuggles a mail into another (CVE-2023-51764). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\r\n.\r",
                "\r.\r\n",
                "\n.\r",
                "\r\n\0.\r\n"
            })
    void endsAMailWhereAllServersEndIt(String end) throws IOException {
        try (Peer peer = greeted()) {
            begin(peer, mailbox);
            peer.write("\r\none" + end + "MAIL FROM:<>\r\nRCPT TO:" + mailbox + "\r\nDATA\r\n");
            assertThat(peer.say("\r\ntwo\r\n.")).startsWith("250 2.0.0");
            assertThat(peer.say("NOOP")).startsWith("250");
        }
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP\n",
                "NO\rOP\r\n",
                "\u0080\r\n",
                "\r\n",
                "A\r\n",
                "AUTH LOGIN\r\n",
                "MAIL\r\n",
                "RCPT TO:\r\n",
                "MAIL FROM:<%s>\r\n",
                "MAIL FROM:<> SIZE=-1\r\n",
                "MAIL FROM:<> SIZE=99999999999999999999\r\n",
                "STARTTLS now\r\n",
                "DATA\r\n",
                "EXPN all\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
                "GET / HTTP/1.1\r\n"
            })
    void answersGarbageOrHangsUpAndTakesTheNextMail(String garbage) throws IOException {
        try (Peer peer = greeted()) {
            peer.write(garbage.formatted("a".repeat(900) + "@b") + "NOOP\r\n");
            assertThat(peer.reply()).matches("[245]\\d\\d .*|closed");
        } catch (IOException _) {
            // It hung up while we wrote.
        }
        try (Peer peer = greeted()) {
            begin(peer, mailbox);
            assertThat(peer.say("\r\nnext\r\n.")).startsWith("250 2.0.0");
        }
        assertThat(sink.taken()).hasSize(1);
    }

    /** A host that hangs up on its side may still want to read the answer. */
    @Test
    void answersOneWhoHangsUpOnItsSide() throws IOException {
        try (Peer peer = greeted()) {
            begin(peer, mailbox);
            peer.write("\r\nlast\r\n.\r\n");
            peer.socket.shutdownOutput();
            assertThat(peer.reply()).startsWith("250 2.0.0");
            assertThat(peer.reply()).isEqualTo("closed");
        }
        assertThat(sink.taken()).hasSize(1);
    }

    /** A byte now and then is no silence, and holds a connection no longer than allowed. */
    @Test
    void endsAConnectionThatLastsTooLong() throws IOException {
        listenWith(new TestSettings(2, Duration.ofMillis(300)));
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

    private Peer greetedByLmtp() throws IOException {
        listenWith(new TestSettings(4, Duration.ofMinutes(1), Protocol.LMTP));
        Peer peer = new Peer(listener.port());
        assertThat(peer.reply()).startsWith("220 ");
        peer.write("LHLO relay.example\r\n");
        assertThat(peer.lines())
                .containsExactly(
                        "250-papertide.example",
                        "250-PIPELINING",
                        "250-8BITMIME",
                        "250-SMTPUTF8",
                        "250 SIZE 100000");
        return peer;
    }

    private String mailbox(long delivery) {
        return "<b+" + tokens.issue(Tokens.Kind.BOUNCE, delivery) + "@bounces.papertide.example>";
    }

    @Test
    void answersForEachRecipientInLmtp() throws IOException {
        try (Peer peer = greetedByLmtp()) {
            sink.failFor(new Subject.OfDelivery(78));
            // All at once: LMTP has PIPELINING.
            peer.write(
                    "MAIL FROM:<>\r\nRCPT TO:%s\r\nRCPT TO:<a@example.org>\r\nRCPT TO:%s\r\n"
                                    .formatted(mailbox(77), mailbox(78))
                            + "RCPT TO:%s\r\nDATA\r\n".formatted(mailbox(79)));
            assertThat(List.of(peer.reply(), peer.reply()))
                    .allMatch(each -> each.startsWith("250"));
            assertThat(peer.reply()).startsWith("550 5.1.1");
            assertThat(List.of(peer.reply(), peer.reply()))
                    .allMatch(each -> each.startsWith("250"));
            assertThat(peer.reply()).startsWith("354");
            peer.write("\r\n..gone\r\n.\r\n");
            assertThat(List.of(peer.reply(), peer.reply(), peer.reply()))
                    .containsExactly(
                            "250 2.0.0 Taken",
                            "451 4.3.0 Not now, please try again later",
                            "250 2.0.0 Taken");
            assertThat(peer.say("QUIT")).startsWith("221");
        }
        assertThat(sink.taken())
                .containsExactly("OfDelivery[id=77] .gone", "OfDelivery[id=79] .gone");
    }

    @Test
    void answersTwiceInLmtpForARecipientThatWasNamedTwice() throws IOException {
        try (Peer peer = greetedByLmtp()) {
            begin(peer, mailbox);
            assertThat(peer.say("\r\none\r\n.")).startsWith("250 2.0.0");
            assertThat(peer.say("MAIL FROM:<>")).startsWith("250");
            assertThat(peer.say("RCPT TO:" + mailbox)).startsWith("250");
            assertThat(peer.say("RCPT TO:" + mailbox)).startsWith("250");
            assertThat(peer.say("DATA")).startsWith("354");
            assertThat(peer.say("\r\ntwo\r\n.")).startsWith("250 2.0.0");
            assertThat(peer.reply()).startsWith("250 2.0.0");
            assertThat(peer.say("NOOP")).startsWith("250");
        }
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] one", "OfDelivery[id=77] two");
    }

    @Test
    void speaksLmtpOnlyWhereItSpeaksLmtp() throws IOException {
        try (Peer peer = greetedByLmtp()) {
            for (String other : List.of("HELO a", "EHLO a")) {
                assertThat(peer.say(other)).as(other).startsWith("500 5.5.1");
            }
            assertThat(peer.say("LHLO")).startsWith("501");
            assertThat(peer.say("DATA")).startsWith("503 5.5.1");
            assertThat(peer.say("MAIL FROM:<>")).startsWith("250");
            assertThat(peer.say("RCPT TO:<a@example.org>")).startsWith("550");
            assertThat(peer.say("DATA")).startsWith("503 5.5.1");
        }
        listenWith(new TestSettings(4, Duration.ofMinutes(1)));
        try (Peer peer = greeted()) {
            assertThat(peer.say("LHLO a")).startsWith("500");
        }
    }

    /** Else the other server would come again with the same mail for the second. */
    @Test
    void refusesALargeMailForEachRecipientInLmtp() throws IOException {
        try (Peer peer = greetedByLmtp()) {
            assertThat(peer.say("MAIL FROM:<>")).startsWith("250");
            assertThat(peer.say("RCPT TO:" + mailbox(77))).startsWith("250");
            assertThat(peer.say("RCPT TO:" + mailbox(78))).startsWith("250");
            assertThat(peer.say("DATA")).startsWith("354");
            peer.write(("x".repeat(98) + "\r\n").repeat(1_001));
            assertThat(peer.reply()).startsWith("552 5.3.4");
            assertThat(peer.reply()).startsWith("552 5.3.4");
            assertThat(peer.reply()).isEqualTo("closed");
        }
        assertThat(sink.taken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void takesMailsOverTls(Protocol protocol) throws IOException {
        listenWithTls(new TestSettings(4, Duration.ofMinutes(1), protocol));
        String hello = protocol == Protocol.LMTP ? "LHLO relay.example" : "EHLO relay.example";
        try (Peer peer = new Peer(listener.port())) {
            assertThat(peer.reply()).startsWith("220");
            peer.write(hello + "\r\n");
            assertThat(peer.lines()).contains("250-STARTTLS");
            assertThat(peer.say("STARTTLS")).startsWith("220");
            try (Peer encrypted = peer.encrypted()) {
                encrypted.write(hello + "\r\n");
                // RFC 3207, 4.2: not twice.
                assertThat(encrypted.lines())
                        .contains("250-8BITMIME", "250 SIZE 100000")
                        .doesNotContain("250-STARTTLS");
                begin(encrypted, mailbox);
                assertThat(encrypted.say("\r\nover TLS\r\n.")).startsWith("250 2.0.0");
                assertThat(encrypted.say("QUIT")).startsWith("221");
            }
        }
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] over TLS");
    }

    /** As mail servers of others send, not as this test thinks that they do. */
    @Test
    void takesAMailFromAClientThatSendsNothingInTheClear() throws MessagingException {
        listenWithTls(new TestSettings(4, Duration.ofMinutes(1)));
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "localhost");
        properties.put("mail.smtp.port", Integer.toString(listener.port()));
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put(
                "mail.smtp.ssl.socketFactory",
                TestCertificate.ofLocalhost().trusted().getSocketFactory());
        MimeMessage mail = new MimeMessage(Session.getInstance(properties));
        mail.setFrom("postmaster@mx.example.net");
        mail.setRecipients(Message.RecipientType.TO, mailbox.substring(1, mailbox.length() - 1));
        mail.setSubject("Undelivered");
        mail.setText("by another's mail program");
        Transport.send(mail);
        assertThat(sink.taken()).containsExactly("OfDelivery[id=77] by another's mail program");
    }

    /** Whoever sits between could put commands before those of the other server (CVE-2011-0411). */
    @Test
    void forgetsWhatWasSaidBeforeTls() throws IOException {
        listenWithTls(new TestSettings(4, Duration.ofMinutes(1)));
        try (Peer peer = greeted()) {
            peer.write("STARTTLS\r\nMAIL FROM:<>\r\nRCPT TO:" + mailbox + "\r\n");
            assertThat(peer.reply()).startsWith("220");
            try (Peer encrypted = peer.encrypted()) {
                assertThat(encrypted.say("DATA")).startsWith("503");
            } catch (IOException _) {
                // Or the handshake fails, which is as good.
            }
        }
        assertThat(sink.taken()).isEmpty();
    }

    @Test
    void takesMailsInTheClearToo() throws IOException {
        listenWithTls(new TestSettings(4, Duration.ofMinutes(1)));
        try (Peer peer = greeted()) {
            begin(peer, mailbox);
            assertThat(peer.say("\r\nin the clear\r\n.")).startsWith("250 2.0.0");
        }
    }

    @Test
    void offersNoTlsWithoutACertificate() throws IOException {
        try (Peer peer = new Peer(listener.port())) {
            assertThat(peer.reply()).startsWith("220");
            peer.write("EHLO relay.example\r\n");
            assertThat(peer.lines()).noneMatch(line -> line.contains("STARTTLS"));
            assertThat(peer.say("STARTTLS")).startsWith("454");
            assertThat(peer.say("NOOP")).startsWith("250");
        }
    }

    /** In the handshake, and behind it. */
    @Test
    void endsAnEncryptedConnectionThatLastsTooLong() throws IOException {
        listenWithTls(new TestSettings(4, Duration.ofMillis(500)));
        try (Peer silent = greeted();
                Peer slow = greeted()) {
            assertThat(silent.say("STARTTLS")).startsWith("220");
            assertThat(slow.say("STARTTLS")).startsWith("220");
            try (Peer encrypted = slow.encrypted()) {
                assertThat(encrypted.reply()).isEqualTo("closed");
            }
            assertThat(silent.reply()).isEqualTo("closed");
        }
    }
}
