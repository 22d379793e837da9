package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.smtp.MailSettings.Tls;

/** TLS from the first byte on, as at port 465 (RFC 8314), with a server that others wrote. */
class SmtpsServerTest {

    private static final byte[] MAIL =
            "Subject: Tides\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);

    private final GreenMail server =
            new GreenMail(
                    new ServerSetup[] {
                        setup(ServerSetup.PROTOCOL_SMTPS), setup(ServerSetup.PROTOCOL_SMTP)
                    });

    private static ServerSetup setup(String protocol) {
        ServerSetup setup = new ServerSetup(0, "localhost", protocol);
        setup.setServerStartupTimeout(10_000);
        return setup;
    }

    @BeforeEach
    void begin() {
        server.setUser("tide@papertide.example", "tide", "secret");
        server.start();
    }

    @AfterEach
    void end() {
        server.stop();
    }

    private static SendOutcome send(LocalSmtp settings, Properties more) {
        try (SmtpConnection connection =
                new SmtpConnection(
                        new SmtpServer(settings, "papertide.example", more), Clock.systemUTC())) {
            return new SingleMail("b@papertide.example", "reader@example.org", MAIL)
                    .over(connection);
        }
    }

    private LocalSmtp settings(int port, String password) {
        return LocalSmtp.of(port, Tls.IMPLICIT).as("tide", password);
    }

    /** GreenMail's certificate is signed by nobody, and for a name of its own. */
    private static Properties trusting() {
        Properties more = new Properties();
        more.put("mail.smtps.ssl.trust", "localhost");
        more.put("mail.smtps.ssl.checkserveridentity", "false");
        return more;
    }

    @Test
    void logsInAndSends() {
        assertThat(send(settings(server.getSmtps().getPort(), "secret"), trusting()))
                .isInstanceOf(SendOutcome.Accepted.class);
        assertThat(server.getReceivedMessages())
                .singleElement()
                .satisfies(mail -> {
                    assertThat(mail.getSubject()).isEqualTo("Tides");
                    assertThat(GreenMailUtil.getBody(mail)).isEqualTo("Hello");
                });
    }

    @Test
    void sendsNothingWithAWrongPassword() {
        assertThat(send(settings(server.getSmtps().getPort(), "wrong"), trusting()))
                .isInstanceOf(SendOutcome.NotSent.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void sendsNothingToItsCertificateWithoutThat() {
        assertThat(send(settings(server.getSmtps().getPort(), "secret"), new Properties()))
                .isInstanceOf(SendOutcome.NotSent.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void saysNothingToAPortWithoutTls() {
        assertThat(send(settings(server.getSmtp().getPort(), "secret"), trusting()))
                .isInstanceOf(SendOutcome.NotSent.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
