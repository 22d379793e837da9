package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.smtp.Relays.Relay;
import org.papertide.testing.SettableClock;

class RelaysTest {

    private static final byte[] MAIL =
            "Subject: Tides\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T08:00:00Z"));
    private final List<ScriptedSmtpServer> servers = new ArrayList<>();

    @AfterEach
    void end() {
        servers.forEach(ScriptedSmtpServer::close);
    }

    private ScriptedSmtpServer start() {
        ScriptedSmtpServer server = new ScriptedSmtpServer(0);
        servers.add(server);
        return server;
    }

    /** Nobody listens there, and nobody accepts any more. */
    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Relay relay(String name, int weight, int port) {
        return new Relay(name, weight, new SmtpServer(LocalSmtp.plain(port), "papertide.example"));
    }

    private Relays relays(Relay... some) {
        return new Relays(List.of(some), clock);
    }

    private static List<String> connect(Relays relays, int times) throws MessagingException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            names.add(relays.connect(false).relay());
        }
        return names;
    }

    @Test
    void spreadsConnectionsByWeight() throws MessagingException {
        Relays relays = relays(relay("a", 3, start().port()), relay("b", 1, start().port()));
        List<String> names = connect(relays, 8);
        assertThat(names).filteredOn("a"::equals).hasSize(6);
        assertThat(names).filteredOn("b"::equals).hasSize(2);
    }

    @Test
    void aClosedConnectionCountsNoLonger() throws MessagingException {
        Relays relays = relays(relay("a", 1, start().port()), relay("b", 1, start().port()));
        assertThat(connect(relays, 2)).containsExactlyInAnyOrder("a", "b");
        relays.closed("b");
        assertThat(connect(relays, 1)).containsExactly("b");
    }

    @Test
    void aRelayWithoutWeightIsUsedWhenNoOtherWorks() throws MessagingException {
        Relays sound = relays(relay("a", 1, start().port()), relay("spare", 0, start().port()));
        assertThat(connect(sound, 3)).containsOnly("a");
        Relays broken = relays(relay("a", 1, closedPort()), relay("spare", 0, start().port()));
        assertThat(connect(broken, 2)).containsOnly("spare");
    }

    @Test
    void leavesARelayAloneThatDoesNotAnswerAndTriesItAgainLater() throws MessagingException {
        int port = closedPort();
        Relays relays = relays(relay("a", 9, port), relay("b", 1, start().port()));
        assertThat(connect(relays, 3)).containsOnly("b");
        servers.add(new ScriptedSmtpServer(port));
        assertThat(connect(relays, 1)).containsOnly("b");
        assertThat(relays.isBetterElsewhere("b")).isFalse();
        clock.advance(Duration.ofSeconds(7));
        assertThat(relays.isBetterElsewhere("b")).isTrue();
        assertThat(connect(relays, 1)).containsOnly("a");
    }

    @Test
    void connectionsMoveOnlyWhereThatSpreadsThemBetter() throws MessagingException {
        Relays relays = relays(relay("a", 1, start().port()), relay("b", 1, start().port()));
        assertThat(connect(relays, 3)).hasSize(3);
        assertThat(relays.isBetterElsewhere("a")).isFalse();
        assertThat(relays.isBetterElsewhere("b")).isFalse();
    }

    @Test
    void triesOneAtLeastWhenAllAreLeftAlone() throws MessagingException {
        int port = closedPort();
        Relays relays = relays(relay("a", 1, port));
        assertThatThrownBy(() -> relays.connect(false)).isInstanceOf(MessagingException.class);
        servers.add(new ScriptedSmtpServer(port));
        assertThat(connect(relays, 1)).containsExactly("a");
    }

    @Test
    void aMailGoesOverAnotherRelayWhenTheFirstHangsUp() {
        ScriptedSmtpServer broken = start();
        broken.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public String mail(int connection) {
                        return "";
                    }
                });
        ScriptedSmtpServer sound = start();
        Relays relays = relays(relay("a", 9, broken.port()), relay("b", 1, sound.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            List<SendOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                outcomes.add(
                        new SingleMail("b@papertide.example", "reader@example.org", MAIL)
                                .over(connection));
            }
            assertThat(outcomes.getFirst()).isInstanceOf(SendOutcome.NotSent.class);
            assertThat(outcomes.subList(1, 3)).hasOnlyElementsOfType(SendOutcome.Accepted.class);
        }
        assertThat(sound.accepted()).hasSize(2);
        assertThat(sound.connections()).isOne();
    }

    /** Whatever it says at MAIL, it says of itself or of us: it knows no reader yet. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "452 4.3.1 Insufficient system storage",
                "452 Too much mail",
                "450 4.2.1 Daily quota is used up",
                "554 5.7.1 Sender address rejected",
                "550 5.7.1 Sender refused",
                "550 5.1.1 No such user",
            })
    void leavesARelayAloneThatRefusesOneMailAfterTheOther(String reply) {
        ScriptedSmtpServer full = start();
        full.script(atMail(reply));
        ScriptedSmtpServer sound = start();
        Relays relays = relays(relay("a", 9, full.port()), relay("b", 1, sound.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            assertThat(send(connection, Relays.MANY_REFUSALS))
                    .hasOnlyElementsOfType(SendOutcome.RefusedByRelay.class);
            assertThat(relays.resting())
                    .singleElement()
                    .satisfies(resting -> {
                        assertThat(resting.relay()).isEqualTo("a");
                        assertThat(resting.reason()).isEqualTo(reply);
                    });
            assertThat(send(connection, 3)).hasOnlyElementsOfType(SendOutcome.Accepted.class);
        }
        assertThat(sound.accepted()).hasSize(3);
        assertThat(relays.isResting("b")).isFalse();
    }

    /** Its disk is full, and it says so of each reader or mail. */
    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "PIPELINING"})
    void leavesARelayAloneWhoseSystemTakesNothing(String extension) {
        String reply = "452 4.3.1 Insufficient system storage";
        for (boolean atRcpt : List.of(true, false)) {
            ScriptedSmtpServer full = start();
            full.script(
                    new ScriptedSmtpServer.Script() {
                        @Override
                        public List<String> extensions() {
                            return List.of(extension);
                        }

                        @Override
                        public String rcpt(String recipient, int attempt) {
                            return atRcpt ? reply : "250 2.1.5 Ok";
                        }

                        @Override
                        public String dot(String recipient, int attempt) {
                            return reply;
                        }
                    });
            Relays relays = relays(relay("a", 9, full.port()), relay("b", 1, start().port()));
            try (SmtpConnection connection = new SmtpConnection(relays)) {
                assertThat(send(connection, Relays.MANY_REFUSALS))
                        .hasOnlyElementsOfType(SendOutcome.Refused.class);
                assertThat(send(connection, 3)).hasOnlyElementsOfType(SendOutcome.Accepted.class);
            }
        }
    }

    /** Relays pass on what receivers say of their readers. */
    @Test
    void aRelayIsNotLeftAloneForWhatItSaysOfReaders() {
        ScriptedSmtpServer picky = start();
        picky.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        return "452 4.2.2 Mailbox full";
                    }
                });
        Relays relays = relays(relay("a", 9, picky.port()), relay("b", 1, start().port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            assertThat(send(connection, 3 * Relays.MANY_REFUSALS))
                    .hasOnlyElementsOfType(SendOutcome.Refused.class);
        }
        assertThat(relays.resting()).isEmpty();
    }

    @Test
    void aRelayIsNotLeftAloneThatAcceptsMailsInBetween() {
        ScriptedSmtpServer server = start();
        AtomicInteger mails = new AtomicInteger();
        server.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public String mail(int connection) {
                        return mails.incrementAndGet() % Relays.MANY_REFUSALS == 0
                                ? "250 2.1.0 Ok"
                                : "451 4.7.1 Slowly";
                    }
                });
        Relays relays = relays(relay("a", 9, server.port()), relay("b", 1, start().port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            assertThat(send(connection, 4 * Relays.MANY_REFUSALS))
                    .filteredOn(SendOutcome.Accepted.class::isInstance)
                    .hasSize(4);
        }
        assertThat(relays.resting()).isEmpty();
    }

    /** Taking a connection proves nothing: one mail asks, and all others go elsewhere meanwhile. */
    @Test
    void onlyAMailThatItAcceptsEndsTheRestOfARelayThatRefusedMails() throws MessagingException {
        ScriptedSmtpServer full = start();
        full.script(atMail("452 4.3.1 Insufficient system storage"));
        Relays relays = relays(relay("a", 9, full.port()), relay("b", 1, start().port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            send(connection, Relays.MANY_REFUSALS + 1);
            clock.advance(Duration.ofSeconds(7));
            assertThat(send(connection, 1)).hasOnlyElementsOfType(SendOutcome.RefusedByRelay.class);
            assertThat(send(connection, 1)).hasOnlyElementsOfType(SendOutcome.Accepted.class);
            clock.advance(Duration.ofSeconds(7));
            assertThat(send(connection, 1))
                    .as("it rests for longer each time")
                    .hasOnlyElementsOfType(SendOutcome.Accepted.class);
            clock.advance(Duration.ofSeconds(7));
            full.script(new ScriptedSmtpServer.Script() {});
            assertThat(send(connection, 1)).hasOnlyElementsOfType(SendOutcome.Accepted.class);
        }
        assertThat(full.accepted()).hasSize(1);
        assertThat(relays.resting()).isEmpty();
        assertThat(connect(relays, 3)).containsOnly("a");
    }

    @Test
    void onlyOneConnectionAsksARelayThatRefusedMails() throws MessagingException {
        ScriptedSmtpServer full = start();
        full.script(atMail("452 4.3.1 Insufficient system storage"));
        Relays relays = relays(relay("a", 9, full.port()), relay("b", 1, start().port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            send(connection, Relays.MANY_REFUSALS);
        }
        clock.advance(Duration.ofSeconds(7));
        assertThat(connect(relays, 3)).containsExactly("a", "b", "b");
    }

    /** A connection that was opened before goes to another relay with its next mails. */
    @Test
    void leavesARelayThatOthersFoundRefusing() {
        ScriptedSmtpServer full = start();
        ScriptedSmtpServer sound = start();
        Relays relays = relays(relay("a", 9, full.port()), relay("b", 1, sound.port()));
        try (SmtpConnection one = new SmtpConnection(relays);
                SmtpConnection another = new SmtpConnection(relays)) {
            assertThat(send(one, 1)).hasOnlyElementsOfType(SendOutcome.Accepted.class);
            full.script(atMail("452 4.3.1 Insufficient system storage"));
            send(another, Relays.MANY_REFUSALS);
            assertThat(send(one, 1)).hasOnlyElementsOfType(SendOutcome.Accepted.class);
        }
        assertThat(sound.accepted()).hasSize(1);
    }

    /** A worker waits then, as for a server that is away. */
    @Test
    void noMailIsSentWhileAllRelaysRefuse() {
        ScriptedSmtpServer full = start();
        ScriptedSmtpServer other = start();
        full.script(atMail("452 4.3.1 Insufficient system storage"));
        other.script(atMail("554 5.7.1 Sender address rejected"));
        Relays relays = relays(relay("a", 9, full.port()), relay("b", 1, other.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            assertThat(send(connection, 2 * Relays.MANY_REFUSALS - 1))
                    .hasOnlyElementsOfType(SendOutcome.RefusedByRelay.class);
            assertThat(send(connection, 1)).hasOnlyElementsOfType(SendOutcome.NotSent.class);
        }
        assertThat(relays.resting()).hasSize(2);
        assertThat(relays.turn()).isInstanceOf(Relays.Turn.Rest.class);
        assertThatThrownBy(() -> relays.connect(false))
                .as("nobody asks before its time")
                .isInstanceOf(Relays.AllRestException.class);
    }

    @Test
    void oneWorkerAtATimeAsksWhereAllRelaysRefuse() {
        ScriptedSmtpServer full = start();
        full.script(atMail("452 4.3.1 Insufficient system storage"));
        Relays relays = relays(relay("a", 1, full.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            assertThat(send(connection, Relays.MANY_REFUSALS - 1))
                    .hasOnlyElementsOfType(SendOutcome.Refused.class);
            assertThat(relays.turn()).isEqualTo(new Relays.Turn.Free());
            assertThat(send(connection, 1)).hasOnlyElementsOfType(SendOutcome.NotSent.class);
            clock.advance(Duration.ofSeconds(7));
            assertThat(relays.turn()).isInstanceOf(Relays.Turn.Ask.class);
            assertThat(relays.turn())
                    .as("another worker waits meanwhile")
                    .isInstanceOf(Relays.Turn.Rest.class);
            assertThat(send(connection, 1)).hasOnlyElementsOfType(SendOutcome.NotSent.class);
            clock.advance(Duration.ofSeconds(7));
            assertThat(relays.turn())
                    .as("it rests for longer each time")
                    .isInstanceOf(Relays.Turn.Rest.class);
            clock.advance(Duration.ofSeconds(7));
            full.script(new ScriptedSmtpServer.Script() {});
            assertThat(relays.turn()).isInstanceOf(Relays.Turn.Ask.class);
            assertThat(send(connection, 1)).hasOnlyElementsOfType(SendOutcome.Accepted.class);
            assertThat(relays.turn()).isEqualTo(new Relays.Turn.Free());
        }
        assertThat(relays.resting()).isEmpty();
    }

    /** A scanner that fails on the text of one edition holds up no other. */
    @Test
    void anEditionThatIsAtFaultItselfPutsNoRelayToRest() {
        ScriptedSmtpServer server = start();
        server.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return recipient.startsWith("bad")
                                ? "451 4.3.0 Content scanner failed"
                                : "250 2.0.0 Ok";
                    }
                });
        Relays relays = relays(relay("a", 1, server.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            for (int i = 0; i < Relays.MANY_REFUSALS; i++) {
                send(connection, "bad@example.org", 7);
            }
            assertThat(relays.resting()).hasSize(1);
            clock.advance(Duration.ofSeconds(7));
            assertThat(relays.turn()).isEqualTo(new Relays.Turn.Ask(Set.of(7L)));
            assertThat(send(connection, "good@example.org", 8))
                    .isInstanceOf(SendOutcome.Accepted.class);
            for (int i = 0; i < 3 * Relays.MANY_REFUSALS; i++) {
                assertThat(send(connection, "bad@example.org", 7))
                        .isInstanceOf(SendOutcome.Refused.class);
            }
            assertThat(relays.turn()).isEqualTo(new Relays.Turn.Free());
            clock.advance(Relays.FAULTY);
            for (int i = 0; i < Relays.MANY_REFUSALS; i++) {
                send(connection, "bad@example.org", 7);
            }
            assertThat(relays.turn())
                    .as("it may be the relay by now")
                    .isInstanceOf(Relays.Turn.Rest.class);
        }
    }

    /** Before it has seen a message it cannot refuse one for its text. */
    @Test
    void aRelayThatRefusesBeforeTheDataRefusesNoEdition() {
        ScriptedSmtpServer server = start();
        server.script(atMail("452 4.3.1 Insufficient system storage"));
        Relays relays = relays(relay("a", 1, server.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            for (int i = 0; i < Relays.MANY_REFUSALS; i++) {
                send(connection, "reader@example.org", 7);
            }
        }
        clock.advance(Duration.ofSeconds(7));
        assertThat(relays.turn()).isEqualTo(new Relays.Turn.Ask(Set.of()));
    }

    /** It would rest for an hour longer. */
    @Test
    void aRelayRestsNoLongerWhenTheClockIsSetBack() {
        ScriptedSmtpServer full = start();
        full.script(atMail("452 4.3.1 Insufficient system storage"));
        Relays relays = relays(relay("a", 1, full.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            send(connection, Relays.MANY_REFUSALS);
        }
        clock.advance(Duration.ofHours(-1));
        assertThat(relays.turn()).isInstanceOf(Relays.Turn.Rest.class);
        clock.advance(Duration.ofSeconds(7));
        assertThat(relays.turn()).isInstanceOf(Relays.Turn.Ask.class);
    }

    /** Who was given its turn may have no mail. */
    @Test
    void aTurnThatNobodyUsesGoesToAnother() {
        ScriptedSmtpServer full = start();
        full.script(atMail("421 4.3.2 System not accepting network messages"));
        Relays relays = relays(relay("a", 1, full.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            send(connection, Relays.MANY_REFUSALS);
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(relays.turn()).isInstanceOf(Relays.Turn.Ask.class);
        clock.advance(Duration.ofSeconds(6));
        assertThat(relays.turn()).isInstanceOf(Relays.Turn.Ask.class);
    }

    @Test
    void aRelayThatClosesAtMailIsToBlameAndNoReceiver() {
        ScriptedSmtpServer closing = start();
        closing.script(atMail("421 4.7.0 Too many"));
        Relays relays = relays(relay("a", 9, closing.port()), relay("b", 1, start().port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            assertThat(send(connection, 1)).hasOnlyElementsOfType(SendOutcome.RefusedByRelay.class);
            assertThat(send(connection, 2)).hasOnlyElementsOfType(SendOutcome.Accepted.class);
        }
    }

    @Test
    void theOnlyRelaySpeaksForItsReceivers() {
        ScriptedSmtpServer only = start();
        only.script(atMail("554 5.7.1 Sender address rejected"));
        Relays relays = relays(relay("a", 1, only.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            assertThat(send(connection, 2 * Relays.MANY_REFUSALS))
                    .hasOnlyElementsOfType(SendOutcome.Refused.class);
        }
        assertThat(only.connections()).isOne();
        assertThat(relays.resting()).isEmpty();
    }

    private static ScriptedSmtpServer.Script atMail(String reply) {
        return new ScriptedSmtpServer.Script() {
            @Override
            public String mail(int connection) {
                return reply;
            }
        };
    }

    private static List<SendOutcome> send(SmtpConnection connection, int times) {
        List<SendOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            outcomes.add(send(connection, "reader@example.org"));
        }
        return outcomes;
    }

    private static SendOutcome send(SmtpConnection connection, String to) {
        return send(connection, to, 1);
    }

    private static SendOutcome send(SmtpConnection connection, String to, long edition) {
        return new SingleMail("b@papertide.example", to, MAIL).of(edition).over(connection);
    }

    private static ScriptedSmtpServer.Script offering(String extension) {
        return new ScriptedSmtpServer.Script() {
            @Override
            public List<String> extensions() {
                return List.of(extension);
            }
        };
    }

    @Test
    void anAddressBeyondAsciiGoesOverARelayThatOffersSmtpUtf8() {
        ScriptedSmtpServer plain = start();
        ScriptedSmtpServer able = start();
        able.script(offering("SMTPUTF8"));
        Relays relays = relays(relay("a", 9, plain.port()), relay("b", 1, able.port()));
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            for (String to : List.of("reader@example.org", "läser@example.org")) {
                assertThat(send(connection, to)).isInstanceOf(SendOutcome.Accepted.class);
            }
            assertThat(able.accepted()).hasSize(1);
            assertThat(send(connection, "reader@example.org"))
                    .isInstanceOf(SendOutcome.Accepted.class);
            assertThat(plain.accepted()).hasSize(2);
        }
    }

    @Test
    void anAddressBeyondAsciiWaitsForTheRelayThatOfferedSmtpUtf8() throws MessagingException {
        ScriptedSmtpServer plain = start();
        ScriptedSmtpServer able = start();
        able.script(offering("SMTPUTF8"));
        Relays relays = relays(relay("a", 9, plain.port()), relay("b", 1, able.port()));
        assertThat(relays.connect(true).relay()).isEqualTo("a");
        assertThat(relays.connect(true).relay()).isEqualTo("b");
        able.close();
        try (SmtpConnection connection = new SmtpConnection(relays)) {
            assertThat(send(connection, "läser@example.org"))
                    .isEqualTo(new SendOutcome.Unfit("the relay offers no SMTPUTF8", true));
            assertThat(send(connection, "reader@example.org"))
                    .isInstanceOf(SendOutcome.Accepted.class);
        }
    }

    @Test
    void wantsAtLeastOneAndNoTwoOfOneName() {
        assertThatThrownBy(() -> relays()).hasMessageContaining("there is none");
        assertThatThrownBy(() -> relays(relay("a", 1, 25), relay("a", 1, 26)))
                .hasMessageContaining("two are named a");
        assertThatThrownBy(() -> relay("a", -1, 25)).hasMessageContaining("weight");
    }

    /** Nobody asks it while the other works: it would rest in alarms for ever. */
    @Test
    void nothingIsSaidOfASpareRelayOnceItsTimeIsOver() {
        Relays relays = relays(relay("main", 1, closedPort()), relay("spare", 0, closedPort()));
        assertThatThrownBy(() -> connect(relays, 1)).isInstanceOf(MessagingException.class);
        assertThat(relays.resting()).extracting(Relays.Resting::relay).contains("main", "spare");
        clock.advance(Duration.ofMinutes(7));
        assertThat(relays.resting()).extracting(Relays.Resting::relay).containsExactly("main");
        assertThat(relays.isResting("spare")).isFalse();
    }
}
