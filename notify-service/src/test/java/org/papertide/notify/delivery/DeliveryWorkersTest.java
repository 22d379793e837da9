package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.InMemoryDeliveries.Row;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.smtp.ScriptedSmtpServer;
import org.papertide.notify.smtp.ScriptedSmtpServer.Accepted;
import org.papertide.notify.smtp.ScriptedSmtpServer.Script;
import org.papertide.notify.subscription.Recipient;
import org.papertide.notify.traffic.TestTraffic;
import org.papertide.notify.traffic.Traffic;
import org.papertide.testing.Ports;

/** Workers with their tables in memory, against an SMTP server that does as it is told. */
@Timeout(120)
class DeliveryWorkersTest {

    private static final Duration LEASE = Duration.ofSeconds(20);

    private final InMemoryService service = new InMemoryService();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ScriptedSmtpServer server = new ScriptedSmtpServer(0);

    @AfterEach
    void end() throws Exception {
        service.database.comeBack();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        server.close();
    }

    private DeliveryWorkers work(DeliverySettings settings, int port) {
        DeliveryWorkers workers = DeliveryWorkers.start(service.parts(settings, port));
        open.add(workers);
        return workers;
    }

    private DeliveryWorkers work(int connections) {
        return work(new TestSettings(connections, LEASE), server.port());
    }

    private void readers(long edition, int count) {
        IntStream.range(0, count).forEach(i -> service.plan(edition, "r" + i));
    }

    private void awaitState(long row, DeliveryState state) {
        await().atMost(Duration.ofMinutes(1)).until(() -> service.state(row) == state);
    }

    private void awaitAll(DeliveryState state) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> service.rows.states().stream().allMatch(state::equals));
    }

    /** A mail that was answered so at RCPT, each time. */
    private long answered(MailKind kind, String reply) {
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        return reply;
                    }
                });
        long row = service.plan(service.edition(kind), "reader");
        work(1);
        return row;
    }

    private Row deferred(MailKind kind, String reply) {
        long row = answered(kind, reply);
        awaitState(row, DeliveryState.DEFERRED);
        return service.rows.row(row);
    }

    @Test
    void sendsEachMailOnceOverTheConnectionsThatThereAre() {
        readers(service.edition(MailKind.DAILY), 100);
        work(3);
        awaitAll(DeliveryState.ACCEPTED);
        assertThat(server.accepted()).extracting(Accepted::recipient).hasSize(100);
        assertThat(server.accepted()).extracting(Accepted::recipient).doesNotHaveDuplicates();
        assertThat(server.accepted())
                .allSatisfy(mail -> assertThat(mail.from()).startsWith("b+").endsWith("example"));
        assertThat(server.connections()).isLessThanOrEqualTo(3);
        assertThat(service.counts.count(Transition.ACCEPT)).isEqualTo(100);
        assertThat(service.counts.server()).isEqualTo("reachable");
    }

    @Test
    void sendsAtOnceWhatComesWhileItWaits() {
        work(new TestSettings(1, LEASE, Map.of(), Duration.ofHours(1)), server.port());
        await().atMost(Duration.ofMinutes(1)).until(() -> service.database.transactions() > 0);
        long row = service.plan(service.edition(MailKind.OPT_IN), "reader");
        service.recipients.put(
                new Recipient(
                        service.rows.row(row).subscriptionId(),
                        "PENDING",
                        "reader@example.org",
                        "hash",
                        false));
        service.signal.raise();
        awaitState(row, DeliveryState.ACCEPTED);
    }

    @Test
    void findsWhatAnotherProcessPlanned() {
        work(1);
        await().atMost(Duration.ofMinutes(1)).until(() -> service.database.transactions() > 1);
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        awaitState(row, DeliveryState.ACCEPTED);
    }

    @Test
    void countsNothingAndWarnsOfNothingWhereTheServerClosedAnIdleConnection() {
        long edition = service.edition(MailKind.DAILY);
        work(1);
        for (int i = 0; i < 5; i++) {
            long row = service.plan(edition, "r" + i);
            awaitState(row, DeliveryState.ACCEPTED);
            assertThat(service.rows.row(row).attempts()).isOne();
            server.closeIdle(i % 2 == 0 ? "" : "421 4.4.2 idle for too long");
        }
        assertThat(service.counts.count(Transition.DEFER)).isZero();
        assertThat(service.counts.server()).isEqualTo("reachable");
        assertThat(server.connections()).isEqualTo(5);
    }

    @Test
    void suppressesAnAddressThatDoesNotExist() {
        long row = answered(MailKind.DAILY, "550 5.1.1 no such user");
        awaitState(row, DeliveryState.REJECTED);
        assertThat(service.suppressions.suppressed())
                .containsExactly("hash of reader 550 5.1.1 no such user");
        assertThat(service.suppressions.failures()).isEmpty();
        assertThat(service.counts.count(Transition.REJECT)).isOne();
    }

    @Test
    void countsWhatAnAddressIsToBlameFor() {
        long row = answered(MailKind.DAILY, "550 5.2.1 disabled");
        awaitState(row, DeliveryState.REJECTED);
        assertThat(service.suppressions.failures()).containsExactly("hash of reader DISABLED");
        assertThat(service.suppressions.suppressed()).isEmpty();
    }

    @Test
    void blamesNobodyForAPolicy() {
        Row row = deferred(MailKind.DAILY, "550 5.7.1 spam");
        assertThat(row.nextAttempt()).isEqualTo(InMemoryService.NOW.plusSeconds(2));
        assertThat(service.suppressions.failures()).isEmpty();
        assertThat(service.suppressions.suppressed()).isEmpty();
        assertThat(service.editions.stops()).isEmpty();
    }

    @Test
    void tellsAnAlertThatIsGreylistedToWaitAMinuteThenFive() {
        Row row = deferred(MailKind.ALERT, "451 4.7.1 try again later");
        assertThat(row.nextAttempt()).isEqualTo(InMemoryService.NOW.plusSeconds(60));
        service.clock.advance(Duration.ofSeconds(60));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> service.rows.row(row.id()).attempts() == 2);
        awaitState(row.id(), DeliveryState.DEFERRED);
        assertThat(service.rows.row(row.id()).nextAttempt())
                .isEqualTo(InMemoryService.NOW.plusSeconds(60 + 300));
        server.script(new Script() {});
        service.clock.advance(Duration.ofMinutes(5));
        awaitState(row.id(), DeliveryState.ACCEPTED);
    }

    @Test
    void stopsAnEditionOnceWhoseMessageIsAtFault() {
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return "554 5.6.0 malformed";
                    }
                });
        long edition = service.edition(MailKind.DAILY);
        IntStream.range(0, 50)
                .forEach(i ->
                        service.plan(edition, "r" + i, i % 2 == 0 ? "example.org" : "example.net"));
        work(1);
        // A batch of 20 was claimed; the others are claimed, and not sent.
        awaitState(50, DeliveryState.EXCLUDED);
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        service.rows.states().stream()
                                        .filter(DeliveryState.REJECTED::equals)
                                        .count()
                                == 20);
        assertThat(service.editions.stops()).containsExactly(edition + " 554 5.6.0 malformed");
        assertThat(service.rows.row(50).reason()).isEqualTo(Exclusions.STOPPED);
        assertThat(service.suppressions.failures()).isEmpty();
        assertThat(server.connections()).isOne();
    }

    @Test
    void asksAgainWhereTheAddressCouldNotBeBlamed() {
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        if (attempt == 1) {
                            service.database.goAway();
                        }
                        return "550 5.1.1 no such user";
                    }
                });
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        work(1);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> service.counts.count(Transition.DEFER) == 1);
        service.database.comeBack();
        awaitState(row, DeliveryState.DEFERRED);
        service.clock.advance(Duration.ofMinutes(1));
        awaitState(row, DeliveryState.REJECTED);
        assertThat(service.suppressions.suppressed()).hasSize(1);
    }

    @Test
    void rejectsAMailThatCannotBeWrittenAndSendsTheOthers() {
        long edition = service.edition(MailKind.DAILY);
        long broken = service.rows.plan(edition, 1, "gone", InMemoryService.NOW);
        service.recipients.put(new Recipient(1, "ACTIVE", "reader@example.org", "hash", false));
        long good = service.plan(edition, "good");
        work(1);
        awaitState(good, DeliveryState.ACCEPTED);
        awaitState(broken, DeliveryState.REJECTED);
        assertThat(service.rows.row(broken).reason()).isEqualTo("cannot be written");
        assertThat(service.suppressions.failures()).isEmpty();
    }

    @Test
    void sendsDifferentMessagesToDifferentReaders() {
        service.messages.put("other", new RenderedMessage("Other", "text", "html"));
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "a");
        long other = service.rows.plan(edition, 7, "other", InMemoryService.NOW);
        service.recipients.put(new Recipient(7, "ACTIVE", "b@example.org", "hash", false));
        work(1);
        awaitState(other, DeliveryState.ACCEPTED);
        awaitAll(DeliveryState.ACCEPTED);
        assertThat(server.accepted()).hasSize(2);
    }

    @Test
    void triesOneMailAtATimeWhileTheServerIsDown() {
        int port = Ports.free();
        long edition = service.edition(MailKind.DAILY);
        readers(edition, 5);
        work(new TestSettings(1, LEASE), port);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> service.counts.count(Transition.DEFER) >= 2);
        assertThat(service.counts.server()).contains("refused");
        assertThat(service.rows.states()).contains(DeliveryState.PLANNED);
        // Deferred by the server's pause, not by the mail's.
        Row deferred =
                IntStream.rangeClosed(1, 5)
                        .mapToObj(service.rows::row)
                        .filter(row -> row.state() == DeliveryState.DEFERRED)
                        .findFirst()
                        .orElseThrow();
        assertThat(deferred.nextAttempt())
                .isBetween(
                        InMemoryService.NOW.plusMillis(700), InMemoryService.NOW.plusMillis(2600));
        try (ScriptedSmtpServer back = new ScriptedSmtpServer(port)) {
            service.clock.advance(Duration.ofMinutes(1));
            awaitAll(DeliveryState.ACCEPTED);
            assertThat(back.accepted()).hasSize(5);
        }
        assertThat(service.counts.server()).isEqualTo("reachable");
    }

    @Test
    void goesOnWhenTheDatabaseIsBack() {
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        service.database.goAway();
        work(1);
        await().atMost(Duration.ofMinutes(1)).until(() -> service.database.transactions() > 0);
        assertThat(server.connections()).isZero();
        service.database.comeBack();
        awaitState(row, DeliveryState.ACCEPTED);
    }

    @Test
    void goesOnAfterAFault() {
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        service.database.fail(new IllegalStateException("a fault"));
        work(1);
        await().atMost(Duration.ofMinutes(1)).until(() -> service.database.transactions() > 2);
        service.database.comeBack();
        awaitState(row, DeliveryState.ACCEPTED);
    }

    @Test
    void sendsAgainWhatWasLostAfterTheDot() {
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return attempt == 1 ? "" : "250 Ok";
                    }
                });
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        work(1);
        awaitState(row, DeliveryState.UNCERTAIN);
        assertThat(service.rows.row(row).nextAttempt()).isAfter(InMemoryService.NOW);
        assertThat(service.counts.count(Transition.LOSE)).isOne();
        service.clock.advance(Duration.ofSeconds(5));
        awaitState(row, DeliveryState.ACCEPTED);
        assertThat(server.accepted())
                .extracting(Accepted::messageId)
                .hasSize(2)
                .containsOnly(server.accepted().getFirst().messageId());
    }

    @Test
    void leavesAMailThatAnotherWorkerHasTakenOver() {
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        Row row = service.rows.row(1);
                        service.rows.put(
                                row.attempted(2)
                                        .heldBy("another", InMemoryService.NOW.plus(LEASE)));
                        return "250 Ok";
                    }
                });
        long taken = service.plan(service.edition(MailKind.DAILY), "reader");
        work(1);
        await().atMost(Duration.ofMinutes(1)).until(() -> service.rows.row(taken).attempts() == 2);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> server.connections() == 1 && server.commands().contains("DATA"));
        long next = service.plan(service.edition(MailKind.DAILY), "next");
        server.script(new Script() {});
        awaitState(next, DeliveryState.ACCEPTED);
        assertThat(service.state(taken)).isEqualTo(DeliveryState.CLAIMED);
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void finishesTheMailInHandSaysQuitAndGivesTheRestBack() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        reached.countDown();
                        DeliveryWorkersLifeTest.awaitLatch(goOn);
                        return "250 Ok";
                    }
                });
        readers(service.edition(MailKind.DAILY), 10);
        DeliveryWorkers workers = work(1);
        DeliveryWorkersLifeTest.awaitLatch(reached);
        Thread closing = Thread.ofVirtual().start(workers::close);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
        assertThat(server.quits()).isOne();
        assertThat(server.accepted()).hasSize(1);
        assertThat(service.rows.states().stream().filter(DeliveryState.PLANNED::equals)).hasSize(9);
        assertThat(service.rows.states()).contains(DeliveryState.ACCEPTED);
        assertThat(IntStream.rangeClosed(2, 10).mapToObj(i -> service.rows.row(i).attempts()))
                .containsOnly(0);
    }

    /** Answers RCPT late for domains that begin so; counts how many such mails it has at once. */
    private static final class LateFor implements Script {

        private final String beginning;
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final Duration atMost;
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        LateFor(String beginning, Duration atMost) {
            this.beginning = beginning;
            this.atMost = atMost;
        }

        @Override
        public String rcpt(String recipient, int attempt) {
            if (Traffic.domainOf(recipient).startsWith(beginning)) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                try {
                    goOn.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                now.decrementAndGet();
            }
            return "250 Ok";
        }
    }

    private List<String> acceptedDomains() {
        return server.accepted().stream().map(mail -> Traffic.domainOf(mail.recipient())).toList();
    }

    /** The quick ones do not wait for those that hang; these go once they are answered. */
    @Test
    void domainsThatHangHoldUpNoOther() {
        service.traffic = TestTraffic.sharing(8, service.clock);
        LateFor script = new LateFor("hangs", Duration.ofMinutes(2));
        server.script(script);
        long edition = service.edition(MailKind.DAILY);
        work(8);
        for (int i = 1; i <= 5; i++) {
            service.plan(edition, "first", "hangs" + i + ".example");
            service.signal.raise();
            int begun = i;
            await().atMost(Duration.ofMinutes(1)).until(() -> script.now.get() == begun);
        }
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        IntStream.rangeClosed(1, 5)
                                .allMatch(i -> service.traffic.isLate("hangs" + i + ".example")));
        for (int i = 0; i < 200; i++) {
            if (i % 3 == 0) {
                service.plan(edition, "h" + i, "hangs" + (i % 5 + 1) + ".example");
            }
            service.plan(edition, "q" + i, "d" + i % 8 + ".example");
        }
        service.signal.raise();
        await().atMost(Duration.ofMinutes(1)).until(() -> server.accepted().size() == 200);
        assertThat(acceptedDomains()).allMatch(domain -> domain.startsWith("d"));
        assertThat(script.most.get()).as("those before it was known").isEqualTo(5);
        script.goOn.countDown();
        awaitAll(DeliveryState.ACCEPTED);
        assertThat(server.accepted()).hasSize(200 + 5 + 67);
        assertThat(IntStream.rangeClosed(1, 272).mapToObj(i -> service.rows.row(i).attempts()))
                .as("who has to wait uses no attempt")
                .containsOnly(1);
    }

    /** Of few connections too: three late domains leave half of them to the others. */
    @Test
    void domainsThatAnswerLateAreServedBesideAndAfterTheOthers() {
        service.traffic = TestTraffic.sharing(4, service.clock);
        LateFor script = new LateFor("late", Duration.ofMillis(1300));
        server.script(script);
        long edition = service.edition(MailKind.DAILY);
        for (int i = 0; i < 200; i++) {
            if (i % 13 == 0) {
                service.plan(edition, "l" + i, "late" + i % 3 + ".example");
            }
            service.plan(edition, "q" + i, "d" + i % 8 + ".example");
        }
        work(4);
        awaitAll(DeliveryState.ACCEPTED);
        List<String> domains = acceptedDomains();
        assertThat(domains).hasSize(216);
        int lastQuick =
                IntStream.range(0, 216)
                        .filter(i -> domains.get(i).startsWith("d"))
                        .max()
                        .orElseThrow();
        assertThat(domains.subList(0, lastQuick))
                .as("late mails before the last quick one, of 16")
                .filteredOn(domain -> domain.startsWith("late"))
                .hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void takesBackTheMailsOfAWorkerThatDied() {
        Instant past = InMemoryService.NOW.minusSeconds(1);
        long handed = service.plan(service.edition(MailKind.DAILY), "a");
        service.rows.put(
                service.rows
                        .row(handed)
                        .in(DeliveryState.HANDED)
                        .attempted(1)
                        .heldBy("dead", past));
        long claimed = service.plan(service.edition(MailKind.DAILY), "b");
        service.rows.put(
                service.rows
                        .row(claimed)
                        .in(DeliveryState.CLAIMED)
                        .attempted(1)
                        .heldBy("dead", past));
        work(1);
        awaitState(handed, DeliveryState.ACCEPTED);
        awaitState(claimed, DeliveryState.ACCEPTED);
    }
}
