package org.papertide.notify.returned.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.returned.RecordingSink;
import org.papertide.notify.returned.mailbox.MailboxSettings.Tls;
import org.papertide.platform.database.DatabaseUnavailableException;
import org.papertide.platform.loop.Backoff;

class MailboxReaderTest {

    private final RecordingSink sink = new RecordingSink();
    private GreenMail server = TestMailbox.server();
    private GreenMailUser user = server.setUser("bounces@papertide.example", "bounces", "secret");
    private @Nullable MailboxReader reader;

    @BeforeEach
    void begin() {
        server.start();
    }

    @AfterEach
    void end() {
        if (reader != null) {
            reader.close();
        }
        server.stop();
    }

    private void read() {
        read(TestMailbox.withPassword(server.getImap().getPort(), Tls.NONE));
    }

    private void read(MailboxSettings settings) {
        Properties more = new Properties();
        more.put("mail.imaps.ssl.trust", "*");
        more.put("mail.imaps.ssl.checkserveridentity", "false");
        reader = new MailboxReader(new MailboxServer(settings, "localhost", more), settings, sink);
    }

    private void deliver(String body) throws MessagingException {
        byte[] mail =
                ("From: <>\r\nSubject: returned\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII);
        user.deliver(
                new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(mail)));
    }

    private int count(String folder) {
        MailFolder found =
                folder.equals("INBOX")
                        ? inbox()
                        : server.getManagers()
                                .getImapHostManager()
                                .getFolder(user, "Papertide." + folder);
        return found == null ? 0 : found.getMessageCount();
    }

    private MailFolder inbox() {
        try {
            return server.getManagers().getImapHostManager().getInbox(user);
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void movesEachMailToTheFolderOfItsOutcome() throws Exception {
        deliver("HARD one");
        deliver("AUTO_REPLY two");
        deliver("NOBODY three");
        deliver("HARD four");
        read();
        // GreenMail takes a mail out of one folder before it is in the other.
        await().untilAsserted(() ->
                assertThat(
                                List.of(
                                        count("INBOX"),
                                        count("hard"),
                                        count("auto_reply"),
                                        count("unaddressed")))
                        .containsExactly(0, 2, 1, 1));
        assertThat(sink.taken())
                .containsExactly("HARD one", "AUTO_REPLY two", "NOBODY three", "HARD four");
    }

    @Test
    void saysHowLongNothingWasSeenOfTheMailbox() {
        read(
                TestMailbox.withPassword(server.getImap().getPort(), Tls.NONE)
                        .polledEvery(Duration.ofMillis(100)));
        MailboxReader works = Objects.requireNonNull(reader);
        for (int poll = 0; poll < 3; poll++) {
            long asked = System.nanoTime();
            await().until(() -> works.silence().toNanos() < System.nanoTime() - asked);
        }
    }

    /** As with a password or a token that is good no longer. */
    @Test
    void isSilentWhereItCannotLogIn() throws Exception {
        deliver("HARD one");
        MailboxSettings refused =
                TestMailbox.withPassword(server.getImap().getPort(), Tls.NONE)
                        .with(Optional.of("expired"), Optional.empty());
        CountDownLatch tries = new CountDownLatch(2);
        MailboxSettings counted =
                (MailboxSettings)
                        Proxy.newProxyInstance(
                                MailboxSettings.class.getClassLoader(),
                                new Class<?>[] {MailboxSettings.class},
                                (_, asked, arguments) -> {
                                    if (asked.getName().equals("username")) {
                                        tries.countDown();
                                    }
                                    return asked.invoke(refused, arguments);
                                });
        reader = new MailboxReader(new MailboxServer(counted, "localhost"), refused, sink);
        long begun = System.nanoTime();
        assertThat(tries.await(10, TimeUnit.SECONDS)).isTrue();
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(reader.silence()).isGreaterThanOrEqualTo(waited);
    }

    /** A poll is ten minutes away: the server has to tell. */
    @Test
    void takesAMailAsSoonAsItComes() throws Exception {
        deliver("HARD first");
        read();
        await().until(() -> count("hard") == 1);
        deliver("SOFT second");
        await().until(() -> count("soft") == 1);
        deliver("COMPLAINT third");
        await().until(() -> count("complaint") == 1);
    }

    @Test
    void asksNowAndThenBesides() throws Exception {
        read(
                TestMailbox.withPassword(server.getImap().getPort(), Tls.NONE)
                        .polledEvery(Duration.ofMillis(100)));
        deliver("HARD first");
        await().until(() -> count("hard") == 1);
    }

    @Test
    void takesMoreThanItAsksForAtOnce() throws Exception {
        for (int i = 0; i < 8; i++) {
            deliver("HARD " + i);
        }
        MailboxSettings settings = TestMailbox.withPassword(server.getImap().getPort(), Tls.NONE);
        reader =
                new MailboxReader(
                        new MailboxServer(settings, "localhost"),
                        settings,
                        sink,
                        3,
                        Duration.ofMinutes(1),
                        Backoff.constant(Duration.ofSeconds(1)),
                        Tries.PAUSES);
        await().until(() -> count("hard") == 8);
        assertThat(count("INBOX")).isZero();
        assertThat(sink.taken())
                .containsExactly(
                        "HARD 5", "HARD 6", "HARD 7", "HARD 2", "HARD 3", "HARD 4", "HARD 0",
                        "HARD 1");
    }

    /** The bounces of years, in a mailbox that nobody looked at. */
    @Test
    void asksForFewMailsOfAMillionAtOnce() throws Exception {
        try (HugeMailbox huge = new HugeMailbox(1_000_000)) {
            MailboxReader other =
                    new MailboxReader(
                            new MailboxServer(
                                    TestMailbox.withPassword(huge.port(), Tls.NONE), "localhost"),
                            TestMailbox.withPassword(huge.port(), Tls.NONE),
                            sink);
            try (other) {
                await().until(() -> !huge.heard().isEmpty());
            }
            assertThat(huge.heard().getFirst()).startsWith("999801:1000000 ");
        }
    }

    /** Servers end connections all the time, and each would be another copy of each mail. */
    @Test
    void copiesEachMailOnceWhereItCannotBeMoved() throws Exception {
        try (HostileMailbox plain = HostileMailbox.withoutMove()) {
            MailboxSettings settings =
                    TestMailbox.withPassword(plain.port(), Tls.NONE)
                            .polledEvery(Duration.ofMillis(50));
            for (int connection = 0; connection < 2; connection++) {
                int before = plain.looks();
                try (MailboxReader _ =
                        new MailboxReader(
                                new MailboxServer(settings, "localhost"), settings, sink)) {
                    await().until(() -> plain.looks() > before);
                }
            }
            assertThat(plain.moved())
                    .containsExactlyInAnyOrder(
                            "11 Papertide.hard", "12 Papertide.hard", "13 Papertide.hard");
            assertThat(plain.deleted()).hasSize(3).noneMatch(each -> each.contains("EXPUNGE"));
        }
    }

    /** It is marked as deleted by then. */
    @Test
    void deletesWhatItCopiedWhenTheConnectionWasLostInBetween() throws Exception {
        try (HostileMailbox lost = HostileMailbox.hangingUpAtExpunge()) {
            MailboxSettings settings =
                    TestMailbox.withPassword(lost.port(), Tls.NONE)
                            .polledEvery(Duration.ofMillis(20));
            Backoff soon = Backoff.constant(Duration.ofMillis(5));
            try (MailboxReader _ =
                    new MailboxReader(
                            new MailboxServer(settings, "localhost"),
                            settings,
                            sink,
                            200,
                            Duration.ofMinutes(1),
                            soon,
                            soon)) {
                await().until(() -> lost.left().isEmpty());
            }
            assertThat(lost.moved())
                    .containsExactlyInAnyOrder(
                            "11 Papertide.hard",
                            "11 Papertide.hard",
                            "12 Papertide.hard",
                            "13 Papertide.hard");
        }
    }

    @Test
    void movesAsideWhatItCannotTakeAndGoesOn() throws Exception {
        deliver("HARD one");
        deliver("POISON two");
        deliver("SOFT three");
        read();
        await().until(() -> count("INBOX") == 0);
        assertThat(sink.taken()).containsExactly("HARD one", "SOFT three");
        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void leavesMailsWhereTheyAreWhileTheDatabaseIsAway() throws Exception {
        sink.fail(new DatabaseUnavailableException(new IllegalStateException("gone")));
        deliver("HARD one");
        read();
        deliver("HARD two");
        assertThat(count("INBOX")).isEqualTo(2);
        sink.fail(null);
        await().until(() -> count("INBOX") == 0);
        assertThat(sink.taken()).containsExactly("HARD one", "HARD two");
    }

    @Test
    void comesBackAfterTheServer() throws Exception {
        read();
        deliver("HARD one");
        await().until(() -> count("hard") == 1);
        int port = server.getImap().getPort();
        server.stop();
        server = new GreenMail(TestMailbox.setup(port, ServerSetup.PROTOCOL_IMAP));
        user = server.setUser("bounces@papertide.example", "bounces", "secret");
        server.start();
        deliver("SOFT two");
        await().until(() -> count("soft") == 1);
    }

    @Test
    void readsOverTls() throws Exception {
        deliver("HARD one");
        read(TestMailbox.withPassword(server.getImaps().getPort(), Tls.IMPLICIT));
        await().until(() -> count("hard") == 1);
    }

    @Test
    void tellsNoPasswordToAServerWhoseCertificateNobodySigned() throws Exception {
        MailboxSettings settings =
                TestMailbox.withPassword(server.getImaps().getPort(), Tls.IMPLICIT);
        MailboxServer careful = new MailboxServer(settings, "localhost");
        assertThatThrownBy(careful::connect).isInstanceOf(MessagingException.class);
    }

    @Test
    void readsNothingInTheClearWhereTlsIsRequired() {
        MailboxSettings settings =
                TestMailbox.withPassword(server.getImap().getPort(), Tls.REQUIRED);
        MailboxServer careful = new MailboxServer(settings, "localhost");
        assertThatThrownBy(careful::connect).isInstanceOf(MessagingException.class);
    }

    @Test
    void refusesToReadAnotherMachineInTheClear() {
        MailboxSettings settings = TestMailbox.withPassword(143, Tls.NONE);
        assertThatThrownBy(() -> new MailboxServer(settings, "mail.example.org"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.returned.imap.tls");
    }
}
