package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.smtp.ScriptedSmtpServer;
import org.papertide.notify.smtp.ScriptedSmtpServer.Script;
import org.papertide.platform.loop.Loop;

/** How the workers of a process begin, look after leases, and end. */
@Timeout(120)
class DeliveryWorkersLifeTest {

    private static final Duration SHORT = Duration.ofMillis(40);

    private final InMemoryService service = new InMemoryService();
    private final ScriptedSmtpServer server = new ScriptedSmtpServer(0);

    @AfterEach
    void end() {
        server.close();
    }

    /** After its first look for work none looks again unless it is woken. */
    private DeliveryWorkers start(int connections, Duration lease) {
        DeliverySettings settings =
                new TestSettings(connections, lease, Map.of(), Duration.ofHours(1));
        return DeliveryWorkers.start(service.parts(settings, server.port()));
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }

    @Test
    void opensAsManyConnectionsAsItMayAndEndsThemWithTheirMails() throws InterruptedException {
        long edition = service.edition(MailKind.DAILY);
        IntStream.range(0, 60).forEach(i -> service.plan(edition, "r" + i));
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        both.countDown();
                        awaitLatch(goOn);
                        return "250 Ok";
                    }
                });
        DeliveryWorkers workers = start(2, Duration.ofSeconds(20));
        assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofPlatform().start(workers::close);
        awaitThat(() -> closing.getState() == Thread.State.TIMED_WAITING);
        // A third would have claimed what is left.
        assertThat(service.rows.states().stream().filter(DeliveryState.CLAIMED::equals))
                .hasSize(40);
        goOn.countDown();
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.quits()).isEqualTo(2);
        assertThat(service.rows.states().stream().filter(DeliveryState.ACCEPTED::equals))
                .hasSize(2);
        assertThat(service.rows.states().stream().filter(DeliveryState.PLANNED::equals))
                .hasSize(58);
    }

    /** One after the other, each after a wait of its own, they would take half a minute. */
    @Test
    void cutsAllConnectionsTogetherWhereTheServerHangs() throws InterruptedException {
        long edition = service.edition(MailKind.DAILY);
        IntStream.range(0, 400).forEach(i -> service.plan(edition, "r" + i));
        CountDownLatch all = new CountDownLatch(15);
        CountDownLatch never = new CountDownLatch(1);
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        all.countDown();
                        awaitLatch(never);
                        return "";
                    }
                });
        DeliveryWorkers workers = start(15, Duration.ofSeconds(20));
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofPlatform().start(() -> workers.close(Duration.ofSeconds(2)));
        assertThat(closing.join(Duration.ofSeconds(15))).isTrue();
        never.countDown();
        // What was handed over is settled, and nothing is left to a lease.
        assertThat(service.rows.states())
                .containsOnly(DeliveryState.UNCERTAIN, DeliveryState.PLANNED);
        assertThat(service.counts.count(Transition.LOSE)).isEqualTo(15);
    }

    /** Within a script of the server, which no test may end with an exception. */
    static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void endsAtOnceWhereTheConnectionsWait() throws InterruptedException {
        DeliveryWorkers workers = start(1, Duration.ofSeconds(20));
        awaitThat(() -> service.database.transactions() >= 2);
        Thread closing = Thread.ofPlatform().start(workers::close);
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void writesWhatIsSettledBeforeItEnds() {
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        AtomicInteger before = new AtomicInteger();
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        service.database.goAway();
                        before.set(service.database.transactions());
                        return "250 Ok";
                    }
                });
        DeliveryWorkers workers = start(1, Duration.ofSeconds(20));
        awaitThat(() -> service.counts.count(Transition.ACCEPT) == 1);
        // The next claim and the journal find it gone; the journal tries again later.
        awaitThat(() -> service.database.transactions() >= before.get() + 2);
        assertThat(service.state(row)).isEqualTo(DeliveryState.HANDED);
        service.database.comeBack();
        workers.close();
        assertThat(service.state(row)).isEqualTo(DeliveryState.ACCEPTED);
    }

    @Test
    void takesBackTheMailsOfAWorkerThatDiedAndWakesItself() {
        DeliveryWorkers workers = start(1, SHORT);
        // The first claim, and some looks at the leases of others, none of which woke anyone.
        awaitThat(() -> service.database.transactions() > 4);
        assertThat(service.signal.count()).isZero();
        long row = heldBy("dead", DeliveryState.HANDED);
        awaitThat(() -> service.state(row) == DeliveryState.ACCEPTED);
        assertThat(service.signal.count()).isOne();
        workers.close();
    }

    /** A mail of a worker whose lease is over. */
    private long heldBy(String worker, DeliveryState state) {
        Instant past = InMemoryService.NOW.minusSeconds(1);
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        service.rows.put(service.rows.row(row).in(state).attempted(1).heldBy(worker, past));
        return row;
    }

    @Test
    void looksAfterNoLeasesOnceItHasEnded() {
        DeliveryWorkers workers = start(1, SHORT);
        awaitThat(() -> service.database.transactions() > 2);
        workers.close();
        int then = service.database.transactions();
        long row = heldBy("dead", DeliveryState.CLAIMED);
        await().during(Duration.ofMillis(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> service.database.transactions() == then);
        assertThat(service.state(row)).isEqualTo(DeliveryState.CLAIMED);
    }

    @Test
    void renewsTheLeaseOfAMailThatTakesLong() {
        CountDownLatch goOn = new CountDownLatch(1);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        awaitLatch(goOn);
                        return "250 Ok";
                    }
                });
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        DeliveryWorkers workers = start(1, SHORT);
        awaitThat(() -> service.state(row) == DeliveryState.CLAIMED);
        service.clock.advance(Duration.ofMillis(30));
        Instant renewed = service.clock.instant().plus(SHORT);
        awaitThat(() -> renewed.equals(service.rows.row(row).leaseUntil()));
        goOn.countDown();
        awaitThat(() -> service.state(row) == DeliveryState.ACCEPTED);
        workers.close();
    }

    @Test
    void renewsNoLeaseAndStaysInterruptedWhereItsEndIsInterrupted() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        reached.countDown();
                        awaitLatch(goOn);
                        return "";
                    }
                });
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        DeliveryWorkers workers = start(1, SHORT);
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread closing =
                Thread.ofPlatform()
                        .start(() -> {
                            workers.close();
                            interrupted.set(Thread.interrupted());
                        });
        awaitThat(() -> waitsForAConnection(closing));
        closing.interrupt();
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(interrupted).isTrue();
        Instant until = service.rows.row(row).leaseUntil();
        service.clock.advance(Duration.ofMillis(30));
        await().during(Duration.ofMillis(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Objects.equals(service.rows.row(row).leaseUntil(), until));
        goOn.countDown();
    }

    /** And for no loop, whose end comes before and after. */
    private static boolean waitsForAConnection(Thread closing) {
        return closing.getState() == Thread.State.TIMED_WAITING
                && Arrays.stream(closing.getStackTrace())
                        .noneMatch(frame -> frame.getClassName().equals(Loop.class.getName()));
    }
}
