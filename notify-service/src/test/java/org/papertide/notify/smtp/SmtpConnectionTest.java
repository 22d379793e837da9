package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.smtp.ScriptedSmtpServer.Script;
import org.papertide.testing.Ports;

@Timeout(60)
class SmtpConnectionTest {

    private static final byte[] MAIL =
            "Message-ID: <a@b>\r\nSubject: Tides\r\n\r\nHello\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ScriptedSmtpServer server = new ScriptedSmtpServer(0);
    private final SmtpConnection connection = connection(LocalSmtp.plain(server.port()));

    @AfterEach
    void end() {
        connection.close();
        server.close();
    }

    private static SmtpConnection connection(LocalSmtp settings) {
        return new SmtpConnection(new SmtpServer(settings, "papertide.example"), Clock.systemUTC());
    }

    private SendOutcome send(String to) {
        return new SingleMail("b@papertide.example", to, MAIL).over(connection);
    }

    private SendOutcome send() {
        return send("reader@example.org");
    }

    private static SmtpReply refusal(SendOutcome outcome) {
        assertThat(outcome).isInstanceOf(SendOutcome.Refused.class);
        return ((SendOutcome.Refused) outcome).reply();
    }

    /** A server that answers MAIL so, on the first connection only if so told. */
    private static Script mail(String reply, boolean once) {
        return new Script() {
            @Override
            public String mail(int connection) {
                return once && connection > 1 ? "250 Ok" : reply;
            }
        };
    }

    @Test
    void handsOverTheMailWithItsEnvelope() {
        assertThat(send()).isEqualTo(new SendOutcome.Accepted("Q1"));
        assertThat(server.accepted())
                .containsExactly(
                        new ScriptedSmtpServer.Accepted(
                                "b@papertide.example", "reader@example.org", "<a@b>"));
        assertThat(server.commands()).first().isEqualTo("EHLO papertide.example");
    }

    @Test
    void greetsWithTheNameOfTheSettings() {
        try (SmtpConnection named =
                connection(LocalSmtp.plain(server.port()).greetingAs("mx1.papertide.example"))) {
            new SingleMail("b@papertide.example", "reader@example.org", MAIL).over(named);
        }
        assertThat(server.commands()).first().isEqualTo("EHLO mx1.papertide.example");
    }

    @Test
    void keepsItsConnectionAndSaysQuit() {
        send();
        send();
        connection.close();
        connection.close();
        assertThat(server.accepted()).hasSize(2);
        assertThat(server.connections()).isOne();
        assertThat(server.commands()).filteredOn("QUIT"::equals).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "421 4.4.2 test Error: timeout exceeded"})
    void sendsOnAFreshConnectionWhereTheServerClosedTheIdleOne(String farewell) {
        send();
        for (int i = 2; i <= 5; i++) {
            server.closeIdle(farewell);
            assertThat(send()).isEqualTo(new SendOutcome.Accepted("Q" + i));
        }
        assertThat(server.connections()).isEqualTo(5);
        assertThat(server.accepted()).hasSize(5);
    }

    @Test
    void sendsOnAFreshConnectionWhereTheOldOneHasCarriedEnough() {
        send();
        server.script(mail("421 4.7.0 too many messages on this connection", true));
        assertThat(send()).isEqualTo(new SendOutcome.Accepted("Q2"));
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void endsItsWaitForTheServerAndOpensNoOtherConnectionWhereAnotherThreadHangsUp()
            throws InterruptedException {
        send();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        reached.countDown();
                        try {
                            ended.await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        return "250 Ok";
                    }
                });
        CompletableFuture<SendOutcome> sending = CompletableFuture.supplyAsync(this::send);
        reached.await();
        connection.hangUp();
        assertThat(sending.join()).isInstanceOf(SendOutcome.NotSent.class);
        ended.countDown();
        assertThat(server.connections()).isOne();
    }

    @Test
    void triesAFreshConnectionOnce() {
        send();
        server.script(mail("421 4.3.2 shutting down", false));
        assertThat(refusal(send()).phase()).isEqualTo(SmtpReply.Phase.MAIL);
        assertThat(server.connections()).isEqualTo(2);
        server.script(mail("", false));
        assertThat(send()).isInstanceOf(SendOutcome.NotSent.class);
        assertThat(server.connections()).isEqualTo(3);
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void saysThatTheServerIsGoneWhenItIs() {
        send();
        server.close();
        server.closeIdle("");
        assertThat(send())
                .isInstanceOfSatisfying(
                        SendOutcome.NotSent.class,
                        notSent ->
                                assertThat(notSent.reason())
                                        .containsPattern("Connection (refused|reset)"));
    }

    @Test
    void doesNotRepeatAMailThatTheServerLeftInTheMiddle() {
        send();
        int[] handed = {0};
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return "";
                    }
                });
        SendOutcome outcome =
                new SingleMail("b@a.example", "reader@example.org", MAIL)
                        .handing(() -> ++handed[0] > 0)
                        .over(connection);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.Lost.class,
                        lost -> assertThat(lost.reason()).isNotBlank().doesNotContain("@"));
        assertThat(handed[0]).isOne();
        assertThat(server.connections()).isOne();
        // The next mail finds no half-open conversation.
        server.script(new Script() {});
        assertThat(send()).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void slowsDownWhereTheReceiverSaysSoAtTheRecipient() {
        send();
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        return "421 4.7.28 too fast";
                    }
                });
        assertThat(refusal(send()).phase()).isEqualTo(SmtpReply.Phase.RCPT);
        assertThat(server.connections()).isOne();
    }

    @Test
    void tellsWhichCommandWasRefused() {
        server.script(mail("550 5.1.8 sender unknown", false));
        assertThat(refusal(send()))
                .isEqualTo(SmtpReply.of(550, "550 5.1.8 sender unknown", SmtpReply.Phase.MAIL));
        server.script(mail("451 4.3.0 busy", false));
        assertThat(refusal(send()))
                .isEqualTo(SmtpReply.of(451, "451 4.3.0 busy", SmtpReply.Phase.MAIL));
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        return "550 5.1.1 no such user";
                    }
                });
        assertThat(refusal(send()))
                .isEqualTo(SmtpReply.of(550, "550 5.1.1 no such user", SmtpReply.Phase.RCPT));
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return "554 5.6.0 malformed";
                    }
                });
        assertThat(refusal(send()))
                .isEqualTo(SmtpReply.of(554, "554 5.6.0 malformed", SmtpReply.Phase.DATA));
        // A refusal costs no connection.
        assertThat(server.connections()).isOne();
    }

    @Test
    void cannotSendWhereNobodyListens() {
        try (SmtpConnection lonely = connection(LocalSmtp.plain(Ports.free()))) {
            assertThat(new SingleMail("b@a.example", "c@d.example", MAIL).over(lonely))
                    .isInstanceOf(SendOutcome.NotSent.class);
        }
    }

    @Test
    void takesNoRefusalFromAServerThatHasNoSmtpUtf8() {
        assertThat(send("läser@example.org"))
                .isEqualTo(new SendOutcome.Unfit("the relay offers no SMTPUTF8", false));
        assertThat(send("reader@example.org")).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(server.connections()).isOne();
        assertThat(server.commands()).filteredOn(command -> command.startsWith("MAIL")).hasSize(1);
    }

    @Test
    void asksForSmtpUtf8OnlyWhenAnAddressNeedsIt() {
        server.script(
                new Script() {
                    @Override
                    public List<String> extensions() {
                        return List.of("SMTPUTF8", "8BITMIME");
                    }
                });
        assertThat(send("läser@example.org")).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(send("reader@example.org")).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(server.commands())
                .filteredOn(command -> command.startsWith("MAIL"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("SMTPUTF8"),
                        second -> assertThat(second).doesNotContain("SMTPUTF8"));
    }

    @Test
    void leavesTheMailWhenTheRowIsAnotherWorkers() {
        assertThat(
                        new SingleMail("b@a.example", "c@d.example", MAIL)
                                .handing(() -> false)
                                .over(connection))
                .isEqualTo(new SendOutcome.NotOurs());
        assertThat(server.accepted()).isEmpty();
        assertThat(send()).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void sendsNoDotWhenTheLedgerCannotRecordIt() {
        send();
        int[] asked = {0};
        SendOutcome outcome =
                new SingleMail("b@a.example", "c@d.example", MAIL)
                        .handing(() -> {
                            asked[0]++;
                            throw new IllegalStateException("no database");
                        })
                        .over(connection);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.NotRecorded.class,
                        not -> assertThat(not.reason()).contains("no database"));
        assertThat(asked[0]).isOne();
        assertThat(server.accepted()).hasSize(1);
    }
}
