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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

    private static SendOutcome send(SmtpConnection connection, String to) {
        return new SingleMail("b@papertide.example", to, MAIL).over(connection);
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
}
