package org.papertide.notify.returned.mailbox;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.papertide.notify.returned.mailbox.MailboxSettings.Tls;

/** The mailbox {@code bounces} on a server of this machine, and how it is set to be read. */
final class TestMailbox {

    private TestMailbox() {}

    /** A server that speaks IMAP in the clear and over TLS, each at a free port. */
    static GreenMail server() {
        ServerSetup[] setups = {
            setup(0, ServerSetup.PROTOCOL_IMAP), setup(0, ServerSetup.PROTOCOL_IMAPS)
        };
        return new GreenMail(setups);
    }

    static ServerSetup setup(int port, String protocol) {
        ServerSetup setup = new ServerSetup(port, "localhost", protocol);
        setup.setServerStartupTimeout(10_000);
        return setup;
    }

    static Settings withPassword(int port, Tls tls) {
        return new Settings(
                port,
                tls,
                Optional.of("bounces"),
                Optional.of("secret"),
                Optional.empty(),
                Duration.ofMinutes(10));
    }

    static Settings withToken(int port, Tls tls, Path file) {
        return withPassword(port, tls).with(Optional.empty(), Optional.of(file));
    }

    /** Settings of a test. */
    record Settings(
            int port,
            Tls tls,
            Optional<String> username,
            Optional<String> password,
            Optional<Path> tokenFile,
            Duration poll)
            implements MailboxSettings {

        Settings with(Optional<String> otherPassword, Optional<Path> otherTokenFile) {
            return new Settings(port, tls, username, otherPassword, otherTokenFile, poll);
        }

        Settings withoutUsername() {
            return new Settings(port, tls, Optional.empty(), password, tokenFile, poll);
        }

        Settings polledEvery(Duration pause) {
            return new Settings(port, tls, username, password, tokenFile, pause);
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
        public Duration timeout() {
            return Duration.ofSeconds(10);
        }
    }
}
