package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmtpConnectionTest {

    private static final byte[] MAIL =
            "Subject: Tides\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);

    private record Server(int port, MailSettings.Tls tls) implements MailSettings.Smtp {
        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public Optional<String> username() {
            return Optional.empty();
        }

        @Override
        public Optional<String> password() {
            return Optional.empty();
        }

        @Override
        public Optional<String> localhost() {
            return Optional.empty();
        }

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }
    }

    private static SendOutcome send(ScriptedSmtpServer server, MailSettings.Tls tls, String to) {
        try (SmtpConnection connection =
                new SmtpConnection(new Server(server.port(), tls), "papertide.example")) {
            return connection.send("b@papertide.example", to, MAIL, () -> true);
        }
    }

    @ParameterizedTest
    @EnumSource(MailSettings.Tls.class)
    void sendsWithoutNaglesAlgorithmInEveryMode(MailSettings.Tls tls) {
        Properties properties = SmtpConnection.properties(new Server(25, tls), "example", false);
        String prefix = tls == MailSettings.Tls.IMPLICIT ? "mail.smtps." : "mail.smtp.";
        assertThat(properties.get(prefix + "socketFactory"))
                .isInstanceOf(TcpNoDelaySocketFactory.class);
    }

    @Test
    void checksTheServersNameWhereTlsIsRequired() {
        assertThat(properties(MailSettings.Tls.REQUIRED))
                .containsEntry("mail.smtp.starttls.required", "true")
                .containsEntry("mail.smtp.ssl.checkserveridentity", "true");
        assertThat(properties(MailSettings.Tls.IMPLICIT))
                .containsEntry("mail.smtps.ssl.checkserveridentity", "true");
        assertThat(properties(MailSettings.Tls.OPPORTUNISTIC))
                .containsEntry("mail.smtp.starttls.enable", "true")
                .doesNotContainKey("mail.smtp.starttls.required");
        assertThat(properties(MailSettings.Tls.NONE))
                .doesNotContainKey("mail.smtp.starttls.enable");
    }

    private static Properties properties(MailSettings.Tls tls) {
        return SmtpConnection.properties(new Server(25, tls), "example", false);
    }

    @Test
    void sendsInTheClearWhereNoTlsIsOfferedAndNoneRequired() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(0)) {
            assertThat(send(server, MailSettings.Tls.OPPORTUNISTIC, "reader@example.org"))
                    .isEqualTo(new SendOutcome.Accepted("Q1"));
        }
    }

    @Test
    void sendsNothingWhereTlsIsRequiredAndNotOffered() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(0)) {
            assertThat(send(server, MailSettings.Tls.REQUIRED, "reader@example.org"))
                    .isInstanceOf(SendOutcome.NotSent.class);
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void speaksTlsFromTheFirstByteOrSendsNothing() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(0)) {
            assertThat(send(server, MailSettings.Tls.IMPLICIT, "reader@example.org"))
                    .isInstanceOf(SendOutcome.NotSent.class);
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void refusesAnAddressThatNeedsSmtpUtf8WhereTheServerHasNone() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(0)) {
            assertThat(send(server, MailSettings.Tls.NONE, "läser@example.org"))
                    .isInstanceOfSatisfying(
                            SendOutcome.Refused.class,
                            refused -> assertThat(refused.reply().code()).isEqualTo(553));
        }
    }

    @Test
    void leavesTheMailWhenTheRowIsAnotherWorkers() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(0);
                SmtpConnection connection =
                        new SmtpConnection(
                                new Server(server.port(), MailSettings.Tls.NONE), "example")) {
            assertThat(connection.send("b@a.example", "c@d.example", MAIL, () -> false))
                    .isEqualTo(new SendOutcome.NotOurs());
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void sendsNoDotWhenTheLedgerCannotRecordIt() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(0);
                SmtpConnection connection =
                        new SmtpConnection(
                                new Server(server.port(), MailSettings.Tls.NONE), "example")) {
            SendOutcome outcome =
                    connection.send(
                            "b@a.example",
                            "c@d.example",
                            MAIL,
                            () -> {
                                throw new IllegalStateException("no database");
                            });
            assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
            assertThat(server.accepted()).isEmpty();
        }
    }
}
