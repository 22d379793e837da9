package org.papertide.notify.returned.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final GreenMail SERVER = TestMailbox.server();

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
            connect(TestMailbox.withPassword(front.port(), Tls.REQUIRED), "localhost", trusting());
            assertThat(front.heard()).hasSize(2).last().asString().endsWith("STARTTLS");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StarttlsFront.Manner.class,
            names = {"REFUSES", "OFFERS_NONE"})
    void requiredTlsTellsNothingInTheClear(StarttlsFront.Manner manner) {
        try (StarttlsFront front = front(manner)) {
            MailboxSettings settings = TestMailbox.withPassword(front.port(), Tls.REQUIRED);
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
            MailboxSettings settings = TestMailbox.withPassword(front.port(), Tls.REQUIRED);
            assertThatThrownBy(() -> connect(settings, "localhost", new Properties()))
                    .isInstanceOf(MessagingException.class);
        }
    }

    @Test
    void requiredTlsTellsNothingToACertificateForAnotherName() {
        try (StarttlsFront front = front(StarttlsFront.Manner.ENCRYPTS)) {
            MailboxSettings settings = TestMailbox.withPassword(front.port(), Tls.REQUIRED);
            assertThatThrownBy(() -> connect(settings, "127.0.0.1", trusting()))
                    .isInstanceOf(MessagingException.class);
        }
    }

    @Test
    void implicitTlsTellsNothingToACertificateForAnotherName() {
        MailboxSettings settings =
                TestMailbox.withPassword(SERVER.getImaps().getPort(), Tls.IMPLICIT);
        assertThatThrownBy(() -> connect(settings, "127.0.0.1", trusting()))
                .isInstanceOf(MessagingException.class);
    }

    @Test
    void implicitTlsTellsNothingInTheClear() {
        MailboxSettings settings =
                TestMailbox.withPassword(SERVER.getImap().getPort(), Tls.IMPLICIT);
        assertThatThrownBy(() -> connect(settings, "localhost", trusting()))
                .isInstanceOf(MessagingException.class);
    }

    @Test
    void logsInWithTheTokenThatTheFileHoldsNow(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "secret\n");
        MailboxSettings settings =
                TestMailbox.withToken(SERVER.getImaps().getPort(), Tls.IMPLICIT, file);
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
        MailboxSettings settings =
                TestMailbox.withToken(SERVER.getImaps().getPort(), Tls.IMPLICIT, file);
        assertThatThrownBy(() -> connect(settings, "localhost", trustingAnyName()))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("token file");
    }

    @Test
    void refusesATokenInTheClearOnThisMachineToo() {
        MailboxSettings settings = TestMailbox.withToken(143, Tls.NONE, Path.of("token"));
        assertThatThrownBy(() -> new MailboxServer(settings, "localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.returned.imap.tls");
    }

    @Test
    void refusesATokenBesideAPasswordOrWithoutAName() {
        Path file = Path.of("token");
        MailboxSettings both =
                TestMailbox.withPassword(993, Tls.IMPLICIT)
                        .with(Optional.of("secret"), Optional.of(file));
        assertThatThrownBy(() -> new MailboxServer(both, "localhost"))
                .hasMessageContaining("papertide.returned.imap.token-file")
                .hasMessageNotContaining("secret");
        MailboxSettings nameless = TestMailbox.withToken(993, Tls.IMPLICIT, file).withoutUsername();
        assertThatThrownBy(() -> new MailboxServer(nameless, "localhost"))
                .hasMessageContaining("papertide.returned.imap.username");
    }
}
