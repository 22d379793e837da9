package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.HeldDeliveries;
import org.papertide.notify.ledger.JournalPage;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.smtp.ScriptedSmtpServer;
import org.papertide.notify.smtp.ScriptedSmtpServer.Script;
import org.papertide.notify.smtp.SmtpConnection;
import org.papertide.notify.subscription.Recipient;

/** One worker, round by round; what it waits for, the test does. */
@Timeout(120)
class DeliveryWorkerTest {

    private static final Instant NOW = InMemoryService.NOW;
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final InMemoryService service = new InMemoryService();
    private final ScriptedSmtpServer server = new ScriptedSmtpServer(0);
    private final HeldDeliveries held = new HeldDeliveries();
    private final DeliveryLedger ledger =
            new DeliveryLedger(
                    service.tables.with(Repositories::deliveries),
                    LEASE,
                    "worker",
                    held,
                    service.clock);
    private final LedgerJournal journal =
            new LedgerJournal(
                    service.tables.with(Repositories::deliveries), "worker", held, service.clock);

    /** Claims begin with this. */
    private volatile Runnable beforeClaim = () -> {};

    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final DeliveryWorker worker = worker();
    private final Thread thread =
            Thread.ofPlatform()
                    .daemon()
                    .unstarted(() -> {
                        worker.run();
                        interrupted.set(Thread.interrupted());
                    });

    private DeliveryWorker worker() {
        // Nobody plans anything while it waits, unless the test says so.
        DeliverySettings settings = new TestSettings(1, LEASE, Map.of(), Duration.ofHours(1));
        DeliveryWorkers.Parts parts = service.parts(settings, server.port());
        Transactions<Repositories> observed =
                new Transactions<>(
                        service.database,
                        session -> {
                            claimed.incrementAndGet();
                            beforeClaim.run();
                            return service.tables.open().apply(session);
                        });
        JournalPage page = journal.page();
        return new DeliveryWorker(
                new MailClaims(observed, ledger, service.traffic, service.counts, service.clock),
                ledger,
                page,
                new DeliveryOutcomes(
                        parts,
                        new DeliveryRules(settings, () -> Long.MIN_VALUE, service.clock),
                        new DeliveryOutcomes.Told(service.traffic),
                        page),
                new MailTemplates(parts.messages()),
                new SmtpConnection(parts.relays()),
                parts);
    }

    @AfterEach
    void end() throws InterruptedException {
        service.database.comeBack();
        worker.stop();
        thread.interrupt();
        thread.join(2000);
        server.close();
        Thread.ofVirtual().start(journal::close);
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }

    private void awaitState(long row, DeliveryState state) {
        awaitThat(() -> service.state(row) == state);
    }

    private void awaitWaiting() {
        awaitThat(() ->
                thread.getState() == Thread.State.TIMED_WAITING
                        && Arrays.stream(thread.getStackTrace())
                                .anyMatch(frame ->
                                        frame.getClassName().equals(WorkSignal.class.getName())));
    }

    private void stopAndJoin() throws InterruptedException {
        worker.stop();
        service.signal.raise();
        thread.join(5000);
        assertThat(thread.isAlive()).isFalse();
    }

    /** Answers RCPT so, and stops the worker when this many mails have come. */
    private void answer(String reply, int mails) {
        AtomicInteger count = new AtomicInteger();
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        if (count.incrementAndGet() == mails) {
                            worker.stop();
                        }
                        return reply;
                    }
                });
    }

    private long[] readers(int count) {
        long edition = service.edition(MailKind.DAILY);
        long[] rows = new long[count];
        Arrays.setAll(rows, i -> service.plan(edition, "r" + i));
        return rows;
    }

    @Test
    void claimsNothingOnceItIsStopped() {
        readers(1);
        worker.stop();
        worker.run();
        assertThat(claimed).hasValue(0);
        assertThat(server.connections()).isZero();
    }

    @Test
    void sendsWhatItClaimedAndSaysQuit() {
        long[] rows = readers(2);
        answer("250 Ok", 2);
        worker.run();
        awaitState(rows[0], DeliveryState.ACCEPTED);
        awaitState(rows[1], DeliveryState.ACCEPTED);
        assertThat(claimed).hasValue(1);
        assertThat(server.accepted())
                .extracting(ScriptedSmtpServer.Accepted::recipient)
                .containsExactly("r0@example.org", "r1@example.org");
        assertThat(server.accepted()).allMatch(mail -> mail.from().startsWith("b+"));
        assertThat(service.counts.server()).isEqualTo("reachable");
        assertThat(service.counts.count(Transition.ACCEPT)).isEqualTo(2);
        assertThat(server.connections()).isOne();
        assertThat(server.quits()).isOne();
    }

    @Test
    void finishesTheMailInHandAndGivesTheRestBack() {
        long[] rows = readers(3);
        answer("250 Ok", 1);
        worker.run();
        awaitState(rows[0], DeliveryState.ACCEPTED);
        assertThat(service.state(rows[1])).isEqualTo(DeliveryState.PLANNED);
        assertThat(service.state(rows[2])).isEqualTo(DeliveryState.PLANNED);
        assertThat(service.rows.row(rows[1]).attempts()).isZero();
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void settlesWhatTheServerRefused() {
        long[] rows = readers(1);
        answer("550 5.1.1 no such user", 1);
        worker.run();
        awaitState(rows[0], DeliveryState.REJECTED);
        assertThat(service.suppressions.suppressed())
                .containsExactly("hash of r0 550 5.1.1 no such user");
        assertThat(service.counts.server()).isEqualTo("reachable");
    }

    @Test
    void rejectsWhatCannotBeWrittenAndSendsTheNext() {
        long edition = service.edition(MailKind.DAILY);
        long broken = service.rows.plan(edition, 1, "gone", NOW);
        service.recipients.put(new Recipient(1, "ACTIVE", "reader@example.org", "hash", false));
        long good = service.plan(edition, "good");
        answer("250 Ok", 1);
        worker.run();
        awaitState(broken, DeliveryState.REJECTED);
        awaitState(good, DeliveryState.ACCEPTED);
        assertThat(service.rows.row(broken).reason()).isEqualTo("cannot be written");
    }

    @Test
    void sendsNoDotForAMailThatAnotherWorkerHasTakenOver() {
        long[] rows = readers(1);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        service.rows.put(
                                service.rows.row(rows[0]).attempted(2).heldBy("other", NOW));
                        worker.stop();
                        return "250 Ok";
                    }
                });
        worker.run();
        assertThat(service.state(rows[0])).isEqualTo(DeliveryState.CLAIMED);
        assertThat(service.counts.count(Transition.ACCEPT)).isZero();
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void doesNotKnowTheFateOfAMailWhereTheServerHangsUpAfterTheDot() {
        long[] rows = readers(1);
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        worker.stop();
                        return "";
                    }
                });
        worker.run();
        awaitState(rows[0], DeliveryState.UNCERTAIN);
        assertThat(service.counts.count(Transition.LOSE)).isOne();
    }

    @Test
    void triesOneMailAtATimeAfterGrowingPausesWhileTheServerHangsUp() throws InterruptedException {
        long[] rows = readers(4);
        List<Long> together = new CopyOnWriteArrayList<>();
        AtomicBoolean up = new AtomicBoolean();
        server.script(
                new Script() {
                    @Override
                    public String mail(int connection) {
                        together.add(
                                service.rows.states().stream()
                                        .filter(DeliveryState.CLAIMED::equals)
                                        .count());
                        // There is more to send, which is no reason not to leave the server alone.
                        service.signal.raise();
                        return up.get() ? "250 Ok" : "";
                    }
                });
        thread.start();
        awaitWaiting();
        awaitState(rows[0], DeliveryState.DEFERRED);
        assertThat(service.rows.row(rows[0]).nextAttempt())
                .isBetween(NOW.plusMillis(750), NOW.plusMillis(1250));
        assertThat(service.counts.server()).isNotIn("reachable", "not used yet");

        service.signal.raise();
        awaitState(rows[1], DeliveryState.DEFERRED);
        awaitWaiting();
        assertThat(service.rows.row(rows[1]).nextAttempt())
                .isBetween(NOW.plusMillis(1500), NOW.plusMillis(2500));

        up.set(true);
        service.signal.raise();
        awaitState(rows[3], DeliveryState.ACCEPTED);
        awaitState(rows[2], DeliveryState.ACCEPTED);
        assertThat(service.counts.server()).isEqualTo("reachable");
        assertThat(together.subList(0, 3)).containsExactly(4L, 1L, 1L);
        awaitWaiting();
        stopAndJoin();
    }

    @Test
    void looksAgainAtOnceWhereSomethingWasPlannedWhileItLooked() {
        beforeClaim =
                () -> {
                    service.signal.raise();
                    if (claimed.get() == 2) {
                        worker.stop();
                    }
                };
        worker.run();
        assertThat(claimed).hasValue(2);
    }

    @Test
    void waitsWhereThereIsNothingToSendUntilItIsWoken() throws InterruptedException {
        thread.start();
        awaitWaiting();
        assertThat(claimed).hasValue(1);
        long[] rows = readers(1);
        service.signal.raise();
        awaitState(rows[0], DeliveryState.ACCEPTED);
        // After a batch it looks for more at once.
        awaitWaiting();
        assertThat(claimed).hasValue(3);
        stopAndJoin();
        assertThat(interrupted).isFalse();
        assertThat(server.quits()).isOne();
    }

    @Test
    void endsWhereItIsInterruptedWhileItWaits() throws InterruptedException {
        thread.start();
        awaitWaiting();
        thread.interrupt();
        thread.join(5000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(interrupted).isTrue();
    }

    /** Whoever waits for the database must not be told to look at the server. */
    @Test
    void blamesNoServerForALedgerThatCannotBeWritten() {
        long[] rows = readers(1);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        service.database.failOnce(new IllegalStateException("a fault"));
                        worker.stop();
                        return "250 Ok";
                    }
                });
        worker.run();
        awaitState(rows[0], DeliveryState.DEFERRED);
        assertThat(service.rows.row(rows[0]).reason()).contains("the ledger cannot record");
        assertThat(service.counts.server()).isEqualTo("not used yet");
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void waitsForTheDatabaseAndGoesOn() throws InterruptedException {
        long[] rows = readers(1);
        service.database.goAway();
        thread.start();
        awaitWaiting();
        // One and, where the machine stood still for that long, those after its growing pauses.
        assertThat(service.database.transactions()).isBetween(1, 3);
        service.database.comeBack();
        service.signal.raise();
        awaitState(rows[0], DeliveryState.ACCEPTED);
        stopAndJoin();
    }

    @Test
    void waitsAfterAFaultAndGoesOn() throws InterruptedException {
        long[] rows = readers(1);
        service.database.fail(new IllegalStateException("a fault"));
        thread.start();
        awaitWaiting();
        // One and, where the machine stood still for that long, those after its growing pauses.
        assertThat(service.database.transactions()).isBetween(1, 3);
        service.database.comeBack();
        service.signal.raise();
        awaitState(rows[0], DeliveryState.ACCEPTED);
        stopAndJoin();
    }
}
