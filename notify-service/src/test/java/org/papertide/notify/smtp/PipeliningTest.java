package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.notify.smtp.PickySmtpServer.Death;
import org.papertide.notify.smtp.PickySmtpServer.Rules;

/** Several mails over one connection, whatever the server offers, says, or leaves out. */
@Timeout(60)
class PipeliningTest {

    private static final List<Set<String>> OFFERS =
            List.of(
                    Set.of(),
                    Set.of("PIPELINING"),
                    Set.of("CHUNKING"),
                    Set.of("PIPELINING", "CHUNKING"));

    private static Stream<Set<String>> offers() {
        return OFFERS.stream();
    }

    /** Each offer with each command of a mail. */
    private static Stream<Arguments> offersAndCommands() {
        return OFFERS.stream()
                .flatMap(offer ->
                        Stream.of("MAIL", "RCPT", offer.contains("CHUNKING") ? "." : "DATA", ".")
                                .distinct()
                                .map(command -> Arguments.of(offer, command)));
    }

    private static Stream<Arguments> silences() {
        return Stream.of(Set.<String>of(), Set.of("PIPELINING"))
                .flatMap(offer -> Stream.of("RCPT", ".").map(each -> Arguments.of(offer, each)));
    }

    private static final class Mail implements ReadyMail {

        private final String to;

        private Mail(int number) {
            this.to = "r" + number + "@x.org";
        }

        @Override
        public String from() {
            return "b@y.org";
        }

        @Override
        public String to() {
            return to;
        }

        @Override
        public long edition() {
            return 1;
        }

        @Override
        public byte[] content() {
            return ("To: " + to + "\r\n\r\n.\r\n..Hello\r\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Gives out mails, and complains of a connection that gives a wrong account of them. */
    private static final class Account implements MailSupply<Mail> {

        private final Deque<Mail> left = new ArrayDeque<>();
        private final Set<String> asked = new HashSet<>();
        private final Set<String> handed = new HashSet<>();
        private final Map<String, SendOutcome> outcomes = new HashMap<>();
        private final List<String> complaints = new ArrayList<>();

        /** Throws once when so many are left. */
        private int failsBefore = -1;

        Account(int mails) {
            IntStream.rangeClosed(1, mails).forEach(n -> left.add(new Mail(n)));
        }

        @Override
        public Optional<Mail> next() {
            if (left.size() == failsBefore) {
                failsBefore = -1;
                throw new StackOverflowError("while the next mail is written");
            }
            return Optional.ofNullable(left.poll());
        }

        @Override
        public boolean isEnding() {
            return false;
        }

        @Override
        public synchronized void asked(Mail mail) {
            requireNoOtherUnderWay(mail);
            asked.add(mail.to());
        }

        @Override
        public synchronized CompletionStage<Boolean> hand(Mail mail) {
            requireNoOtherUnderWay(mail);
            handed.add(mail.to());
            return CompletableFuture.completedFuture(true);
        }

        private void requireNoOtherUnderWay(Mail mail) {
            handed.stream()
                    .filter(to -> !outcomes.containsKey(to))
                    .filter(to -> !to.equals(mail.to()))
                    .forEach(to -> complaints.add("uncertain beside " + mail.to() + ": " + to));
        }

        synchronized boolean isHanded(String to) {
            return handed.contains(to);
        }

        @Override
        public synchronized void ended(Mail mail, SendOutcome outcome, @Nullable String relay) {
            if ((relay == null) != (outcome instanceof SendOutcome.NotSent)) {
                complaints.add("nobody had it, or nobody says who: " + mail.to());
            }
            if (!asked.contains(mail.to()) && !(outcome instanceof SendOutcome.NotSent)) {
                complaints.add("answered, but never asked: " + mail.to());
            }
            if (outcomes.put(mail.to(), outcome) != null) {
                complaints.add("ended twice: " + mail.to());
            }
        }

        @Override
        public void takeBack(Mail mail) {
            if (isHanded(mail.to())) {
                complaints.add("taken back though it was begun: " + mail.to());
            }
            left.addFirst(mail);
        }

        @Override
        public void serverIsSlow() {}

        @Nullable SendOutcome outcome(int mail) {
            return outcomes.get("r" + mail + "@x.org");
        }

        long count(Class<? extends SendOutcome> kind) {
            return outcomes.values().stream().filter(kind::isInstance).count();
        }
    }

    private static void send(PickySmtpServer server, Account account) {
        send(LocalSmtp.plain(server.port()), account);
    }

    private static void send(MailSettings.Smtp settings, Account account) {
        try (SmtpConnection connection =
                new SmtpConnection(
                        new SmtpServer(settings, "papertide.example"), Clock.systemUTC())) {
            connection.send(account);
        }
    }

    /** A mail's end never comes before it is recorded. */
    private static Rules afterRecording(Account account) {
        return (_, recipient, command) ->
                command.equals(".") && !account.isHanded(recipient)
                        ? "554 this mail is in no ledger"
                        : PickySmtpServer.USUAL;
    }

    /** Nothing is missing, nothing is told wrongly, and at most one mail is uncertain. */
    private static void assertAccountIsRight(
            PickySmtpServer server, Account account, int mails, int mostUncertain) {
        assertThat(server.complaints()).isEmpty();
        assertThat(account.complaints).isEmpty();
        assertThat(account.outcomes.size() + account.left.size()).isEqualTo(mails);
        account.outcomes.forEach((to, outcome) -> {
            if (outcome instanceof SendOutcome.Accepted) {
                assertThat(server.accepted()).contains(to);
            } else if (!(outcome instanceof SendOutcome.Lost)) {
                assertThat(server.accepted()).doesNotContain(to);
            }
        });
        account.left.forEach(mail -> assertThat(server.accepted()).doesNotContain(mail.to()));
        assertThat(server.accepted()).doesNotHaveDuplicates();
        assertThat(account.count(SendOutcome.Lost.class)).isLessThanOrEqualTo(mostUncertain);
    }

    @ParameterizedTest
    @MethodSource("offers")
    void sendsAllMailsOverOneConnectionAsTheyAre(Set<String> offer) {
        Account account = new Account(5);
        try (PickySmtpServer server =
                new PickySmtpServer(offer, afterRecording(account), Death.NEVER)) {
            send(server, account);
            assertAccountIsRight(server, account, 5, 0);
            assertThat(account.count(SendOutcome.Accepted.class)).isEqualTo(5);
            assertThat(account.outcome(2)).isEqualTo(new SendOutcome.Accepted("Q-r2-x.org"));
            assertThat(server.connections()).isOne();
            assertThat(server.contents())
                    .element(1)
                    .isEqualTo("To: r2@x.org\r\n\r\n.\r\n..Hello\r\n");
            assertThat(server.commands().getLast()).isEqualTo("QUIT");
            assertThat(server.commands()).doesNotContain("RSET");
        }
    }

    @ParameterizedTest
    @CsvSource({"PIPELINING", "PIPELINING CHUNKING"})
    void sendsTheNextEnvelopeBeforeTheReplyToAMail(String offer) {
        Account account = new Account(3);
        try (PickySmtpServer server =
                new PickySmtpServer(
                        Set.of(offer.split(" ")), afterRecording(account), Death.NEVER)) {
            send(server, account);
            assertAccountIsRight(server, account, 3, 0);
            // EHLO, the first envelope, each mail with the next one's envelope, QUIT.
            assertThat(server.reads()).isEqualTo(1 + 1 + 3 + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("offers")
    void givesARightAccountWhereverTheServerDies(Set<String> offer) {
        int mails = 3;
        Account whole = new Account(mails);
        int received;
        int sent;
        try (PickySmtpServer server =
                new PickySmtpServer(offer, afterRecording(whole), Death.NEVER)) {
            send(server, whole);
            received = server.received();
            sent = server.sent();
        }
        // Every byte where commands overlap; else the places are alike.
        int step = offer.contains("PIPELINING") ? 1 : 9;
        Stream.concat(
                        IntStream.range(0, received / step)
                                .mapToObj(i -> Death.afterReceiving(i * step)),
                        IntStream.range(0, sent / step).mapToObj(i -> Death.afterSending(i * step)))
                .forEach(death -> {
                    Account account = new Account(mails);
                    try (PickySmtpServer server =
                            new PickySmtpServer(offer, afterRecording(account), death)) {
                        send(server, account);
                        assertAccountIsRight(server, account, mails, 1);
                        if (account.count(SendOutcome.NotSent.class) == 0) {
                            assertThat(account.left).isEmpty();
                        }
                    }
                });
    }

    /** The reply to the mail that was under way is not read for one to the next. */
    @ParameterizedTest
    @MethodSource("offers")
    void sendsOverAnotherConnectionAfterAnErrorInTheMiddleOfADialogue(Set<String> offer) {
        Account account = new Account(4);
        account.failsBefore = 2;
        try (PickySmtpServer server =
                        new PickySmtpServer(offer, afterRecording(account), Death.NEVER);
                SmtpConnection connection =
                        new SmtpConnection(
                                new SmtpServer(LocalSmtp.plain(server.port()), "papertide.example"),
                                Clock.systemUTC())) {
            assertThatThrownBy(() -> connection.send(account))
                    .isInstanceOf(StackOverflowError.class);
            connection.send(account);
            assertThat(server.complaints()).isEmpty();
            assertThat(server.connections()).isEqualTo(2);
            assertThat(account.outcome(3)).isEqualTo(new SendOutcome.Accepted("Q-r3-x.org"));
            assertThat(account.outcome(4)).isEqualTo(new SendOutcome.Accepted("Q-r4-x.org"));
        }
    }

    @ParameterizedTest
    @MethodSource("offersAndCommands")
    void sendsTheOthersWhereOneMailIsRefused(Set<String> offer, String refused) {
        Account account = new Account(4);
        Rules rules = second(refused, "550 5.1.1 no such user");
        try (PickySmtpServer server = new PickySmtpServer(offer, rules, Death.NEVER)) {
            send(server, account);
            assertAccountIsRight(server, account, 4, 0);
            assertThat(server.accepted()).containsExactly("r1@x.org", "r3@x.org", "r4@x.org");
            assertThat(account.outcome(2))
                    .isInstanceOfSatisfying(
                            SendOutcome.Refused.class,
                            no -> assertThat(no.reply().code()).isEqualTo(550));
            assertThat(server.connections()).isOne();
        }
    }

    /** Answers so to one command of the second mail, on the first connection. */
    private static Rules second(String command, String reply) {
        int[] mails = {0};
        return (connection, recipient, said) -> {
            if (said.equals("MAIL") && connection == 1) {
                mails[0]++;
            }
            boolean isSecond = said.equals("MAIL") ? mails[0] == 2 : recipient.startsWith("r2@");
            return connection == 1 && isSecond && said.equals(command)
                    ? reply
                    : PickySmtpServer.USUAL;
        };
    }

    @ParameterizedTest
    @MethodSource("offersAndCommands")
    void goesOnOverAFreshConnectionWhereTheServerLeavesInTheMiddle(
            Set<String> offer, String command) {
        Account account = new Account(4);
        Rules rules = second(command, "421 4.3.2 shutting down");
        try (PickySmtpServer server = new PickySmtpServer(offer, rules, Death.NEVER)) {
            send(server, account);
            assertAccountIsRight(server, account, 4, 0);
            assertThat(server.accepted()).contains("r1@x.org", "r3@x.org", "r4@x.org");
            assertThat(server.connections()).isEqualTo(2);
            // At MAIL the connection is meant, which may have carried enough.
            if (command.equals("MAIL")) {
                assertThat(account.outcome(2)).isInstanceOf(SendOutcome.Accepted.class);
            } else {
                assertThat(account.outcome(2)).isInstanceOf(SendOutcome.Refused.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("offersAndCommands")
    void takesNoReplyForThatToAnotherCommand(Set<String> offer, String command) {
        Account account = new Account(4);
        Rules rules = second(command, "250 2.0.0 one\r\n250 2.0.0 too many");
        try (PickySmtpServer server = new PickySmtpServer(offer, rules, Death.NEVER)) {
            send(server, account);
            // What it took is known as taken, or as uncertain: never as not sent.
            account.outcomes.forEach((to, outcome) -> {
                if (outcome instanceof SendOutcome.NotSent) {
                    assertThat(server.accepted()).doesNotContain(to);
                }
                if (outcome instanceof SendOutcome.Accepted) {
                    assertThat(server.accepted()).contains(to);
                }
            });
            assertThat(account.complaints).isEmpty();
            assertThat(account.count(SendOutcome.Lost.class)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void endsDataThatAServerTakesForNobody() {
        Account account = new Account(3);
        Rules rules =
                (_, recipient, command) ->
                        switch (command) {
                            case "RCPT" ->
                                    recipient.startsWith("r2@") ? "550 no" : PickySmtpServer.USUAL;
                            case "DATA" -> "354 go on";
                            default -> PickySmtpServer.USUAL;
                        };
        try (PickySmtpServer server =
                new PickySmtpServer(Set.of("PIPELINING"), rules, Death.NEVER)) {
            send(server, account);
            assertAccountIsRight(server, account, 3, 0);
            assertThat(server.accepted()).containsExactly("r1@x.org", "r3@x.org");
            assertThat(server.connections()).isOne();
        }
    }

    @ParameterizedTest
    @MethodSource("silences")
    void waitsNoLongerThanItsTimeoutForAReply(Set<String> offer, String command) {
        Account account = new Account(3);
        Duration patience = Duration.ofMillis(400);
        Rules rules = second(command, "250-there is more to come");
        try (PickySmtpServer server = new PickySmtpServer(offer, rules, Death.NEVER)) {
            send(new Impatient(LocalSmtp.plain(server.port()), patience), account);
            assertThat(account.complaints).isEmpty();
            assertThat(account.outcome(1)).isInstanceOf(SendOutcome.Accepted.class);
            if (command.equals(".")) {
                assertThat(account.outcome(2))
                        .isInstanceOfAny(SendOutcome.Lost.class, SendOutcome.Accepted.class);
            } else {
                assertThat(account.outcome(2)).isInstanceOf(SendOutcome.Accepted.class);
            }
            assertThat(account.outcome(3)).isInstanceOf(SendOutcome.Accepted.class);
        }
    }

    /** Waits for a short time only. */
    private record Impatient(MailSettings.Smtp settings, Duration timeout)
            implements MailSettings.Smtp {

        @Override
        public String host() {
            return settings.host();
        }

        @Override
        public int port() {
            return settings.port();
        }

        @Override
        public Optional<String> username() {
            return settings.username();
        }

        @Override
        public Optional<String> password() {
            return settings.password();
        }

        @Override
        public Optional<Path> tokenFile() {
            return settings.tokenFile();
        }

        @Override
        public MailSettings.Tls tls() {
            return settings.tls();
        }

        @Override
        public Optional<String> localhost() {
            return settings.localhost();
        }

        @Override
        public int weight() {
            return settings.weight();
        }

        @Override
        public Duration connectTimeout() {
            return settings.connectTimeout();
        }
    }
}
