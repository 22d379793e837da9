package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.HeldDeliveries;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.notify.traffic.TestTraffic;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.DatabaseUnavailableException;

/** What a batch leaves behind, whatever fails. */
class ClaimedBatchTest {

    private static final Duration LEASE = Duration.ofSeconds(20);

    private final AtomicLong nanos = new AtomicLong();
    private final InMemoryService service = service(nanos);
    private final DeliveryWorkers.Parts parts =
            service.parts(new TestSettings(1, LEASE, Map.of(), Duration.ofHours(1)), 25);
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
    private final MailClaims claims =
            new MailClaims(service.tables, ledger, service.traffic, service.counts, service.clock);
    private @Nullable RuntimeException fault;

    /** Of ten connections, with times in the test's hand. */
    private static InMemoryService service(AtomicLong nanos) {
        InMemoryService service = new InMemoryService();
        service.traffic = TestTraffic.sharing(10, service.clock, nanos::get);
        return service;
    }

    @AfterEach
    void end() {
        service.database.comeBack();
        journal.close();
    }

    private final class Noted implements ClaimedBatch.Outcome {

        @Override
        public void ended(ClaimedMail mail, SendOutcome outcome, @Nullable String relay) {
            if (fault != null) {
                throw fault;
            }
        }

        @Override
        public void unrenderable(ClaimedMail mail) {
            throw new AssertionError(mail);
        }
    }

    private ClaimedBatch batch() {
        MailTemplates templates = new MailTemplates(parts.messages());
        return new ClaimedBatch(
                claims.claim(10),
                ledger,
                journal.page(),
                templates,
                parts,
                new Noted(),
                () -> false);
    }

    private void pause(String group) {
        SmtpReply policy =
                SmtpReply.of(550, "550 5.7.1 likely unsolicited mail", SmtpReply.Phase.DATA);
        service.traffic.ended(
                service.traffic.ask(group, group).orElseThrow(), new SendOutcome.Refused(policy));
    }

    /** Late enough that what is held would have its lease renewed. */
    private List<Instant> leasesAfterALook(long... rows) {
        service.clock.advance(LEASE.minusSeconds(1));
        ledger.renewLeases();
        return Arrays.stream(rows).mapToObj(row -> service.rows.row(row).leaseUntil()).toList();
    }

    /** A run that ended by an error told nothing of its mails: their group would wait for ever. */
    @Test
    void givesBackThePlacesOfMailsThatHaveNoEnd() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "a", "example.com");
        service.plan(edition, "b", "example.com");
        ClaimedBatch batch = batch();
        assertThat(batch.next()).isPresent();
        assertThat(batch.next()).isPresent();
        pause("example.com");
        batch.close();
        service.clock.advance(Duration.ofDays(1));
        assertThat(service.traffic.ask("example.com", "example.com"))
                .as("one asks after the pause, as nothing is under way")
                .isPresent();
    }

    @Test
    void holdsNothingOnceItIsClosedWhileTheDatabaseIsAway() {
        long edition = service.edition(MailKind.DAILY);
        long waits = service.plan(edition, "a", "example.net");
        long next = service.plan(edition, "b", "example.com");
        long left = service.plan(edition, "c", "example.com");
        ClaimedBatch batch = batch();
        pause("example.net");
        batch.takeBack(batch.next().orElseThrow());
        service.database.goAway();
        assertThatThrownBy(batch::close).isInstanceOf(DatabaseUnavailableException.class);
        service.database.comeBack();
        Instant until = InMemoryService.NOW.plus(LEASE);
        assertThat(leasesAfterALook(waits, next, left)).containsExactly(until, until, until);
    }

    @Test
    void parksWhatWaitsAlsoWhereNothingElseCanBeGivenBack() {
        long edition = service.edition(MailKind.DAILY);
        long waits = service.plan(edition, "a", "example.net");
        service.plan(edition, "b", "example.com");
        ClaimedBatch batch = batch();
        pause("example.net");
        batch.takeBack(batch.next().orElseThrow());
        service.database.failOnce(new IllegalStateException("a blink"));
        assertThatThrownBy(batch::close).hasMessage("a blink");
        assertThat(service.rows.parked()).containsExactly(Map.entry(waits, "example.net"));
        assertThat(service.state(waits)).isEqualTo(DeliveryState.PLANNED);
    }

    @Test
    void saysItsOwnFaultFirst() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "a", "example.com");
        service.plan(edition, "b", "example.com");
        ClaimedBatch batch = batch();
        fault = new IllegalStateException("a fault");
        batch.ended(batch.next().orElseThrow(), new SendOutcome.NotOurs(), null);
        service.database.goAway();
        assertThatThrownBy(batch::close)
                .hasMessage("a fault")
                .satisfies(e ->
                        assertThat(e.getSuppressed())
                                .singleElement()
                                .isInstanceOf(DatabaseUnavailableException.class));
    }

    @Test
    void holdsNoMailWhoseEndCouldNotBeSettled() {
        long row = service.plan(service.edition(MailKind.DAILY), "a", "example.com");
        ClaimedBatch batch = batch();
        fault = new IllegalStateException("a fault");
        batch.ended(batch.next().orElseThrow(), new SendOutcome.NotOurs(), null);
        assertThatThrownBy(batch::close).isSameAs(fault);
        assertThat(leasesAfterALook(row)).containsExactly(InMemoryService.NOW.plus(LEASE));
    }

    @Test
    void holdsNoMailThatItsConnectionLeftWithoutAnEnd() {
        long row = service.plan(service.edition(MailKind.DAILY), "a", "example.com");
        ClaimedBatch batch = batch();
        assertThat(batch.next()).isPresent();
        batch.close();
        assertThat(leasesAfterALook(row)).containsExactly(InMemoryService.NOW.plus(LEASE));
    }

    // ---- Late groups

    private void makeLate(String group) {
        Traffic.Pass pass = service.traffic.ask(group, group).orElseThrow();
        service.traffic.asked(pass);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        service.traffic.unused(pass);
    }

    private static Stream<String> addresses(ClaimedBatch batch) {
        return Stream.generate(batch::next)
                .takeWhile(Optional::isPresent)
                .map(mail -> mail.orElseThrow().to());
    }

    @Test
    void putsMailsOfLateGroupsLast() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "a", "late.example");
        service.plan(edition, "b", "later.example");
        service.plan(edition, "c", "example.com");
        service.plan(edition, "d", "late.example");
        service.plan(edition, "e", "example.org");
        makeLate("late.example");
        makeLate("later.example");
        try (ClaimedBatch batch = batch()) {
            assertThat(addresses(batch))
                    .containsExactly(
                            "c@example.com",
                            "e@example.org",
                            "a@late.example",
                            "b@later.example",
                            "d@late.example");
        }
    }

    /** Those of a group that becomes late in the middle of a batch go last as well. */
    @Test
    void looksAtEachMailWhenItsTurnComes() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "a", "late.example");
        service.plan(edition, "b", "late.example");
        service.plan(edition, "c", "example.com");
        try (ClaimedBatch batch = batch()) {
            assertThat(addresses(batch).limit(1)).containsExactly("a@late.example");
            makeLate("late.example");
            assertThat(addresses(batch)).containsExactly("c@example.com", "b@late.example");
        }
    }

    @Test
    void endsAfterTenSecondsOfLateMailsAndGivesBackTheOthers() {
        long edition = service.edition(MailKind.DAILY);
        long quick = service.plan(edition, "a", "example.com");
        service.plan(edition, "b", "late.example");
        service.plan(edition, "c", "late.example");
        long left = service.plan(edition, "d", "late.example");
        makeLate("late.example");
        ClaimedBatch batch = batch();
        assertThat(addresses(batch).limit(1)).containsExactly("a@example.com");
        service.clock.advance(Duration.ofHours(1));
        assertThat(addresses(batch).limit(1)).containsExactly("b@late.example");
        service.clock.advance(ClaimedBatch.LATE_AT_MOST);
        assertThat(addresses(batch).limit(1)).containsExactly("c@late.example");
        service.clock.advance(Duration.ofMillis(1));
        assertThat(batch.next()).isEmpty();
        batch.close();
        assertThat(service.state(left)).isEqualTo(DeliveryState.PLANNED);
        assertThat(service.state(quick)).isEqualTo(DeliveryState.CLAIMED);
        assertThat(service.rows.parked()).isEmpty();
    }
}
