package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.notify.TestCertificate;
import org.papertide.notify.smtp.MailSettings.Tls;

/** Each mode of encryption, mostly against a server whose certificate nobody signed. */
class TlsModesTest {

    private static final byte[] MAIL =
            "Subject: Tides\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The server's certificate counts as signed; its name is looked at all the same. */
    private static final String TRUSTED = "localhost 127.0.0.1";

    private ScriptedSmtpServer server = new ScriptedSmtpServer(0);

    @AfterEach
    void end() {
        server.close();
    }

    private void offers(ScriptedSmtpServer.Tls tls) {
        server.close();
        server = new ScriptedSmtpServer(0, tls);
    }

    private SendOutcome send(LocalSmtp settings, Properties more) {
        try (SmtpConnection connection =
                new SmtpConnection(
                        new SmtpServer(settings, "papertide.example", more), Clock.systemUTC())) {
            return new SingleMail("b@papertide.example", "reader@example.org", MAIL)
                    .over(connection);
        }
    }

    private SendOutcome send(Tls tls) {
        return send(LocalSmtp.of(server.port(), tls), new Properties());
    }

    private SendOutcome sendTrusting(LocalSmtp settings) {
        Properties more = new Properties();
        more.put("mail.smtp.ssl.trust", TRUSTED);
        more.put("mail.smtps.ssl.trust", TRUSTED);
        return send(settings, more);
    }

    private SendOutcome sendTrusting(Tls tls) {
        return sendTrusting(LocalSmtp.of(server.port(), tls));
    }

    private void assertNotSent(SendOutcome outcome) {
        assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
        assertThat(server.accepted()).isEmpty();
        assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }

    @Test
    void encryptsNothingWithoutTlsEvenIfItIsOffered() {
        offers(ScriptedSmtpServer.Tls.STARTTLS);
        assertThat(send(Tls.NONE)).isEqualTo(new SendOutcome.Accepted("Q1"));
        assertThat(server.commands()).doesNotContain("STARTTLS");
    }

    @Test
    void opportunisticTlsTakesAnyCertificate() {
        offers(ScriptedSmtpServer.Tls.STARTTLS);
        assertThat(
                        send(
                                LocalSmtp.of(server.port(), Tls.OPPORTUNISTIC).at("127.0.0.1"),
                                new Properties()))
                .isEqualTo(new SendOutcome.Accepted("Q1"));
        assertThat(server.commands()).contains("STARTTLS");
    }

    @Test
    void opportunisticTlsSendsInTheClearWhereNoneIsOffered() {
        assertThat(send(Tls.OPPORTUNISTIC)).isEqualTo(new SendOutcome.Accepted("Q1"));
    }

    @Test
    void requiredTlsSendsNothingWhereNoneIsOffered() {
        assertNotSent(send(Tls.REQUIRED));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"OPPORTUNISTIC", "REQUIRED"})
    void sendsNothingNowWhereTlsIsOfferedAndThenRefused(Tls tls) {
        offers(ScriptedSmtpServer.Tls.STARTTLS);
        server.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public String starttls() {
                        return "454 4.7.0 TLS not available due to temporary reason";
                    }
                });
        assertNotSent(send(tls));
        assertThat(server.commands()).contains("STARTTLS");
    }

    @Test
    void requiredTlsSendsNothingToACertificateThatNobodySigned() {
        offers(ScriptedSmtpServer.Tls.STARTTLS);
        assertNotSent(send(Tls.REQUIRED));
        assertThat(server.commands()).contains("STARTTLS");
    }

    @Test
    void requiredTlsSendsNothingToACertificateForAnotherName() {
        offers(ScriptedSmtpServer.Tls.STARTTLS);
        assertNotSent(sendTrusting(LocalSmtp.of(server.port(), Tls.REQUIRED).at("127.0.0.1")));
    }

    @Test
    void requiredTlsSendsEncrypted() {
        offers(ScriptedSmtpServer.Tls.STARTTLS);
        assertThat(sendTrusting(Tls.REQUIRED)).isEqualTo(new SendOutcome.Accepted("Q1"));
        assertThat(server.commands()).contains("STARTTLS");
    }

    @Test
    void implicitTlsSendsNothingToAServerInTheClear() {
        assertThat(send(Tls.IMPLICIT)).isInstanceOf(SendOutcome.NotSent.class);
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void implicitTlsSendsNothingToACertificateThatNobodySigned() {
        offers(ScriptedSmtpServer.Tls.IMPLICIT);
        assertNotSent(send(Tls.IMPLICIT));
    }

    @Test
    void implicitTlsSendsNothingToACertificateForAnotherName() {
        offers(ScriptedSmtpServer.Tls.IMPLICIT);
        assertNotSent(sendTrusting(LocalSmtp.of(server.port(), Tls.IMPLICIT).at("127.0.0.1")));
    }

    @Test
    void implicitTlsSendsEncrypted() {
        offers(ScriptedSmtpServer.Tls.IMPLICIT);
        assertThat(sendTrusting(Tls.IMPLICIT)).isEqualTo(new SendOutcome.Accepted("Q1"));
    }

    /** As in production: what counts is the chain up to an authority that the machine trusts. */
    @ParameterizedTest
    @CsvSource({
        "REQUIRED, STARTTLS, signed, localhost, true",
        "IMPLICIT, IMPLICIT, signed, localhost, true",
        "REQUIRED, STARTTLS, signed, 127.0.0.1, false",
        "IMPLICIT, IMPLICIT, signed, 127.0.0.1, false",
        "REQUIRED, STARTTLS, signed-by-another, localhost, false",
        "IMPLICIT, IMPLICIT, signed-by-another, localhost, false",
    })
    void sendsOnlyToACertificateForItsNameOfATrustedAuthority(
            Tls tls, ScriptedSmtpServer.Tls offered, String certificate, String host, boolean sends)
            throws Exception {
        server.close();
        server =
                new ScriptedSmtpServer(
                        0, offered, TestCertificate.of("/smtp/" + certificate + ".p12"));
        String outcome = sendInAProcess(host, tls);
        if (sends) {
            assertThat(outcome).isEqualTo("Accepted[queueId=Q1]");
        } else {
            assertThat(outcome).startsWith("NotSent[");
            assertThat(server.accepted()).isEmpty();
            assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
        }
    }

    /** Java reads its trust store once in a process. */
    private String sendInAProcess(String host, Tls tls) throws Exception {
        Path authority =
                Path.of(
                        Objects.requireNonNull(
                                        TlsModesTest.class.getResource("/smtp/authority.p12"))
                                .toURI());
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Djavax.net.ssl.trustStore=" + authority,
                                "-Djavax.net.ssl.trustStorePassword=password",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SendOneMail.class.getName(),
                                host,
                                Integer.toString(server.port()),
                                tls.name())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (InputStream output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE,NONE", "OPPORTUNISTIC,STARTTLS", "REQUIRED,STARTTLS", "IMPLICIT,IMPLICIT"})
    void sendsWithoutNaglesAlgorithmInEveryMode(Tls tls, ScriptedSmtpServer.Tls offered) {
        offers(offered);
        RememberedSockets sockets = new RememberedSockets();
        String prefix = tls == Tls.IMPLICIT ? "mail.smtps." : "mail.smtp.";
        Properties more = new Properties();
        more.put(prefix + "socketFactory", sockets);
        more.put(prefix + "ssl.trust", TRUSTED);
        assertThat(send(LocalSmtp.of(server.port(), tls), more))
                .isEqualTo(new SendOutcome.Accepted("Q1"));
        assertThat(sockets.noDelay).containsExactly(true);
        // The factory that is remembered here is the one that the server itself sets.
        Object own =
                new SmtpServer(LocalSmtp.of(25, tls), "example")
                        .session()
                        .getProperties()
                        .get(prefix + "socketFactory");
        assertThat(own).isInstanceOf(SmtpSocket.Factory.class);
    }

    /** The sockets of the factory, and whether they wait for acknowledgements. */
    private static final class RememberedSockets extends SocketFactory {

        private final SocketFactory factory = new SmtpSocket.Factory(Duration.ofSeconds(5));
        private final List<Boolean> noDelay = new CopyOnWriteArrayList<>();

        @Override
        public Socket createSocket() throws IOException {
            return remembered(factory.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return remembered(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort)
                throws IOException {
            return remembered(factory.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return remembered(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
                throws IOException {
            return remembered(factory.createSocket(host, port, local, localPort));
        }

        private Socket remembered(Socket socket) throws IOException {
            noDelay.add(socket.getTcpNoDelay());
            return socket;
        }
    }

    @Test
    void everySocketOfTheFactoryIsWithoutNaglesAlgorithm() throws IOException {
        SocketFactory factory = new SmtpSocket.Factory(Duration.ofSeconds(5));
        InetAddress here = InetAddress.getLoopbackAddress();
        try (Socket unconnected = factory.createSocket();
                Socket byName = factory.createSocket("127.0.0.1", server.port());
                Socket byNameFrom = factory.createSocket("127.0.0.1", server.port(), here, 0);
                Socket byAddress = factory.createSocket(here, server.port());
                Socket byAddressFrom = factory.createSocket(here, server.port(), here, 0)) {
            assertThat(List.of(unconnected, byName, byNameFrom, byAddress, byAddressFrom))
                    .allSatisfy(socket -> assertThat(socket.getTcpNoDelay()).isTrue());
            assertThat(List.of(byName, byNameFrom, byAddress, byAddressFrom))
                    .allSatisfy(socket -> assertThat(socket.getPort()).isEqualTo(server.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"NONE", "OPPORTUNISTIC"})
    void refusesAPasswordThatOthersCanRead(Tls tls) {
        LocalSmtp settings = LocalSmtp.of(25, tls).at("smtp.example.org").as("tide", "secret");
        assertThatThrownBy(() -> new SmtpServer(settings, "example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.mail.smtp.tls: must be REQUIRED or IMPLICIT")
                .hasMessageContaining("is " + tls)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAPasswordWithOpportunisticTlsOnThisMachineToo() {
        LocalSmtp settings = LocalSmtp.of(25, Tls.OPPORTUNISTIC).as("tide", "secret");
        assertThatThrownBy(() -> new SmtpServer(settings, "example"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void logsInOverTheLoopbackWithoutTls() {
        server.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public List<String> extensions() {
                        return List.of("AUTH PLAIN");
                    }
                });
        assertThat(send(LocalSmtp.plain(server.port()).as("tide", "secret"), new Properties()))
                .isEqualTo(new SendOutcome.Accepted("Q1"));
        assertThat(server.commands()).anyMatch(command -> command.startsWith("AUTH PLAIN"));
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED,STARTTLS", "IMPLICIT,IMPLICIT"})
    void logsInOverTls(Tls tls, ScriptedSmtpServer.Tls offered) {
        offers(offered);
        server.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public List<String> extensions() {
                        return List.of("AUTH PLAIN");
                    }
                });
        assertThat(sendTrusting(LocalSmtp.of(server.port(), tls).as("tide", "secret")))
                .isEqualTo(new SendOutcome.Accepted("Q1"));
        assertThat(server.commands()).anyMatch(command -> command.startsWith("AUTH PLAIN"));
    }

    /** Whoever strips STARTTLS, or listens where TLS is due, hears no name and no password. */
    @ParameterizedTest
    @CsvSource({"REQUIRED,NONE", "IMPLICIT,NONE", "IMPLICIT,STARTTLS"})
    void tellsAPasswordToNobodyWithoutTls(Tls tls, ScriptedSmtpServer.Tls offered) {
        offers(offered);
        server.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public List<String> extensions() {
                        return List.of("AUTH PLAIN LOGIN");
                    }
                });
        assertNotSent(sendTrusting(LocalSmtp.of(server.port(), tls).as("tide", "secret")));
        assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
    }

    @Test
    void logsInNowhereWithoutAName() {
        server.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public List<String> extensions() {
                        return List.of("AUTH PLAIN");
                    }
                });
        assertThat(send(Tls.NONE)).isEqualTo(new SendOutcome.Accepted("Q1"));
        assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
    }

    private void offersTokens(ScriptedSmtpServer.Tls tls) {
        offers(tls);
        server.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public List<String> extensions() {
                        return List.of("AUTH PLAIN LOGIN XOAUTH2");
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED,STARTTLS", "IMPLICIT,IMPLICIT"})
    void logsInWithTheTokenThatTheFileHoldsNow(
            Tls tls, ScriptedSmtpServer.Tls offered, @TempDir Path directory) throws IOException {
        offersTokens(offered);
        Path file = directory.resolve("token");
        LocalSmtp settings = LocalSmtp.of(server.port(), tls).withToken("tide", file);
        Files.writeString(file, "first\n");
        assertThat(sendTrusting(settings)).isEqualTo(new SendOutcome.Accepted("Q1"));
        Files.writeString(file, "second\n");
        assertThat(sendTrusting(settings)).isEqualTo(new SendOutcome.Accepted("Q2"));
        assertThat(server.commands().stream().filter(command -> command.startsWith("AUTH")))
                .containsExactly(xoauth2("first"), xoauth2("second"));
    }

    /** As Google and Microsoft describe it. */
    private static String xoauth2(String token) {
        String response = "user=tide\u0001auth=Bearer " + token + "\u0001\u0001";
        return "AUTH XOAUTH2 "
                + Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void sendsNothingWithoutAToken(@TempDir Path directory) throws IOException {
        offersTokens(ScriptedSmtpServer.Tls.STARTTLS);
        Path file = directory.resolve("token");
        LocalSmtp settings = LocalSmtp.of(server.port(), Tls.REQUIRED).withToken("tide", file);
        assertNotSent(sendTrusting(settings));
        Files.writeString(file, "\n");
        assertNotSent(sendTrusting(settings));
    }

    @Test
    void tellsATokenToNobodyWhoTakesPasswordsOnly(@TempDir Path directory) throws IOException {
        offers(ScriptedSmtpServer.Tls.STARTTLS);
        server.script(
                new ScriptedSmtpServer.Script() {
                    @Override
                    public List<String> extensions() {
                        return List.of("AUTH PLAIN LOGIN");
                    }
                });
        Path file = Files.writeString(directory.resolve("token"), "secret");
        assertNotSent(
                sendTrusting(LocalSmtp.of(server.port(), Tls.REQUIRED).withToken("tide", file)));
        assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"NONE", "OPPORTUNISTIC"})
    void refusesATokenWithoutTlsOnThisMachineToo(Tls tls) {
        LocalSmtp settings = LocalSmtp.of(25, tls).withToken("tide", Path.of("token"));
        assertThatThrownBy(() -> new SmtpServer(settings, "example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.mail.smtp.tls: must be REQUIRED or IMPLICIT")
                .hasMessageContaining("token-file");
    }

    @Test
    void refusesATokenBesideAPasswordOrWithoutAName() {
        LocalSmtp both =
                LocalSmtp.of(25, Tls.REQUIRED).as("tide", "secret").withToken("tide", Path.of("t"));
        assertThatThrownBy(() -> new SmtpServer(both, "example"))
                .hasMessageContaining("papertide.mail.smtp.token-file")
                .hasMessageNotContaining("secret");
        LocalSmtp nameless = LocalSmtp.of(25, Tls.REQUIRED).withTokenOnly(Path.of("t"));
        assertThatThrownBy(() -> new SmtpServer(nameless, "example"))
                .hasMessageContaining("papertide.mail.smtp.username");
    }
}
