package org.papertide.notify.returned.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.returned.mailbox.MailboxSettings.Tls;

/** Each mode of encryption, and no password or token without it. */
class MailboxServerTest {

    private static final GreenMail SERVER = new GreenMail(setups());

    private record TestSettings(
            int port,
            Tls tls,
            Optional<String> username,
            Optional<String> password,
            Optional<Path> tokenFile)
            implements MailboxSettings {

        static TestSettings withPassword(int port, Tls tls) {
            return new TestSettings(
                    port, tls, Optional.of("bounces"), Optional.of("secret"), Optional.empty());
        }

        static TestSettings withToken(int port, Tls tls, Path file) {
            return new TestSettings(
                    port, tls, Optional.of("bounces"), Optional.empty(), Optional.of(file));
        }

        @Override
        public Optional<String> host() {
            return Optional.of("localhost");
        }

        @Override
        public String folder() {
            return "INBOX";
        }

        @Override
        public String outcomes() {
            return "Papertide";
        }

        @Override
        public Duration poll() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(10);
        }
    }

    private static ServerSetup[] setups() {
        ServerSetup[] setups = {
            new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_IMAP),
            new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_IMAPS)
        };
        for (ServerSetup setup : setups) {
            setup.setServerStartupTimeout(10_000);
        }
        return setups;
    }

    @BeforeAll
    static void begin() {
        SERVER.setUser("bounces@papertide.example", "bounces", "secret");
        SERVER.start();
    }

    @AfterAll
    static void end() {
        SERVER.stop();
    }

    private static StarttlsFront front(StarttlsFront.Manner manner) {
        return new StarttlsFront(SERVER.getImap().getPort(), manner);
    }

    private static void connect(MailboxSettings settings, String host, Properties more)
            throws MessagingException {
        try (IMAPStore store = new MailboxServer(settings, host, more).connect()) {
            assertThat(store.isConnected()).isTrue();
        }
    }

    /** The certificate counts as signed; its name is looked at all the same. */
    private static Properties trusting() {
        Properties more = new Properties();
        more.put("mail.imap.ssl.trust", "localhost 127.0.0.1");
        more.put("mail.imaps.ssl.trust", "localhost 127.0.0.1");
        return more;
    }

    /** GreenMail's certificate is for a name of its own. */
    private static Properties trustingAnyName() {
        Properties more = trusting();
        more.put("mail.imaps.ssl.checkserveridentity", "false");
        return more;
    }

    @Test
    void requiredTlsLogsInEncrypted() throws Exception {
        try (StarttlsFront front = front(StarttlsFront.Manner.ENCRYPTS)) {
            connect(TestSettings.withPassword(front.port(), Tls.REQUIRED), "localhost", trusting());
            assertThat(front.heard()).hasSize(2).last().asString().endsWith("STARTTLS");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StarttlsFront.Manner.class,
            names = {"REFUSES", "OFFERS_NONE"})
    void requiredTlsTellsNothingInTheClear(StarttlsFront.Manner manner) {
        try (StarttlsFront front = front(manner)) {
            TestSettings settings = TestSettings.withPassword(front.port(), Tls.REQUIRED);
            assertThatThrownBy(() -> connect(settings, "localhost", trusting()))
                    .isInstanceOf(MessagingException.class);
            assertThat(front.heard())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("LOGIN") || line.contains("AUTHENTICATE"));
        }
    }

    @Test
    void requiredTlsTellsNothingToACertificateThatNobodySigned() {
        try (StarttlsFront front = front(StarttlsFront.Manner.ENCRYPTS)) {
            TestSettings settings = TestSettings.withPassword(front.port(), Tls.REQUIRED);
            assertThatThrownBy(() -> connect(settings, "localhost", new Properties()))
                    .isInstanceOf(MessagingException.class);
        }
    }

    @Test
    void requiredTlsTellsNothingToACertificateForAnotherName() {
        try (StarttlsFront front = front(StarttlsFront.Manner.ENCRYPTS)) {
            TestSettings settings = TestSettings.withPassword(front.port(), Tls.REQUIRED);
            assertThatThrownBy(() -> connect(settings, "127.0.0.1", trusting()))
                    .isInstanceOf(MessagingException.class);
        }
    }

    @Test
    void implicitTlsTellsNothingToACertificateForAnotherName() {
        TestSettings settings =
                TestSettings.withPassword(SERVER.getImaps().getPort(), Tls.IMPLICIT);
        assertThatThrownBy(() -> connect(settings, "127.0.0.1", trusting()))
                .isInstanceOf(MessagingException.class);
    }

    @Test
    void implicitTlsTellsNothingInTheClear() {
        TestSettings settings = TestSettings.withPassword(SERVER.getImap().getPort(), Tls.IMPLICIT);
        assertThatThrownBy(() -> connect(settings, "localhost", trusting()))
                .isInstanceOf(MessagingException.class);
    }

    @Test
    void logsInWithTheTokenThatTheFileHoldsNow(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "secret\n");
        TestSettings settings =
                TestSettings.withToken(SERVER.getImaps().getPort(), Tls.IMPLICIT, file);
        connect(settings, "localhost", trustingAnyName());
        Files.writeString(file, "expired");
        assertThatThrownBy(() -> connect(settings, "localhost", trustingAnyName()))
                .isInstanceOf(MessagingException.class)
                .hasMessageNotContaining("expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void needsAToken(String text, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("token");
        if (!text.isEmpty()) {
            Files.writeString(file, text);
        }
        TestSettings settings =
                TestSettings.withToken(SERVER.getImaps().getPort(), Tls.IMPLICIT, file);
        assertThatThrownBy(() -> connect(settings, "localhost", trustingAnyName()))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("token file");
    }

    @Test
    void refusesATokenInTheClearOnThisMachineToo() {
        TestSettings settings = TestSettings.withToken(143, Tls.NONE, Path.of("token"));
        assertThatThrownBy(() -> new MailboxServer(settings, "localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.returned.imap.tls");
    }

    @Test
    void refusesATokenBesideAPasswordOrWithoutAName() {
        Optional<Path> file = Optional.of(Path.of("token"));
        TestSettings both =
                new TestSettings(
                        993, Tls.IMPLICIT, Optional.of("bounces"), Optional.of("secret"), file);
        assertThatThrownBy(() -> new MailboxServer(both, "localhost"))
                .hasMessageContaining("papertide.returned.imap.token-file")
                .hasMessageNotContaining("secret");
        TestSettings nameless =
                new TestSettings(993, Tls.IMPLICIT, Optional.empty(), Optional.empty(), file);
        assertThatThrownBy(() -> new MailboxServer(nameless, "localhost"))
                .hasMessageContaining("papertide.returned.imap.username");
    }
}
