package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.HeldDeliveries;
import org.papertide.notify.ledger.InMemoryDeliveries.Row;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.notify.suppression.InMemorySuppressions;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.traffic.TestTraffic;
import org.papertide.platform.database.DatabaseUnavailableException;

/** What becomes of a mail, its address and its edition, without any server. */
@Timeout(120)
class DeliveryOutcomesTest {

    private static final Instant NOW = InMemoryService.NOW;
    private static final Instant EXPIRES = NOW.plus(Duration.ofHours(20));
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final int NO_SERVER = 1;

    private final InMemoryService service = new InMemoryService();
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
    private final DeliverySettings settings = new TestSettings(1, LEASE, Map.of());

    private DeliveryOutcomes outcomes = outcomes();

    /** Of a random number in the middle: the pauses are as they are without jitter. */
    private DeliveryOutcomes outcomes() {
        return new DeliveryOutcomes(
                service.parts(settings, NO_SERVER),
                new DeliveryRules(settings, () -> Long.MIN_VALUE, service.clock),
                new DeliveryOutcomes.Told(service.traffic),
                journal);
    }

    /** Its end takes a moment, which no test has to wait for. */
    @AfterEach
    void end() {
        service.database.comeBack();
        Thread.ofVirtual().start(journal::close);
    }

    private ClaimedMail claim(MailKind kind) {
        service.plan(service.edition(kind), "reader");
        return claims.claim(1).getFirst();
    }

    /** A mail whose final dot has gone. */
    private ClaimedMail handed(MailKind kind) {
        ClaimedMail mail = claim(kind);
        assertThat(journal.page().hand(mail.claim()).join()).isTrue();
        return mail;
    }

    private static SendOutcome refused(int code, String text) {
        return new SendOutcome.Refused(SmtpReply.of(code, text, SmtpReply.Phase.RCPT));
    }

    private Row settled(ClaimedMail mail, DeliveryState state) {
        await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> service.state(mail.claim().id()) == state);
        return service.rows.row(mail.claim().id());
    }

    private void assertNobodyIsBlamed() {
        assertThat(service.suppressions.suppressed()).isEmpty();
        assertThat(service.suppressions.failures()).isEmpty();
        assertThat(service.editions.stops()).isEmpty();
    }

    @Test
    void keepsTheQueueIdOfAMailThatWasAccepted() {
        ClaimedMail mail = handed(MailKind.DAILY);
        outcomes.settle(mail, new SendOutcome.Accepted("Q1"), "smtp");
        Row row = settled(mail, DeliveryState.ACCEPTED);
        assertThat(row.queueId()).isEqualTo("Q1");
        assertThat(row.reason()).isNull();
        assertThat(row.nextAttempt()).isNull();
        assertThat(service.counts.count(Transition.ACCEPT)).isOne();
        assertNobodyIsBlamed();
    }

    @Test
    void triesAMailAgainThatWasDeferred() {
        ClaimedMail mail = claim(MailKind.DAILY);
        outcomes.settle(mail, refused(451, "4.3.0 try again"), "smtp");
        Row row = settled(mail, DeliveryState.DEFERRED);
        assertThat(row.nextAttempt()).isEqualTo(NOW.plusMillis(200));
        assertThat(row.reason()).isEqualTo("451 4.3.0 try again");
        assertThat(service.counts.count(Transition.DEFER)).isOne();
        assertNobodyIsBlamed();
    }

    @Test
    void countsAFullMailboxAgainstItsAddressAndTriesAgain() {
        ClaimedMail mail = claim(MailKind.DAILY);
        outcomes.settle(mail, refused(452, "4.2.2 full"), "smtp");
        assertThat(settled(mail, DeliveryState.DEFERRED).nextAttempt())
                .isEqualTo(NOW.plusMillis(200));
        assertThat(service.suppressions.failures()).containsExactly("hash of reader SOFT");
        assertThat(service.suppressions.suppressed()).isEmpty();
    }

    @Test
    void triesAGreylistedAlertAgainAfterAMinute() {
        ClaimedMail mail = claim(MailKind.ALERT);
        outcomes.settle(mail, refused(451, "4.7.1 greylisted"), "smtp");
        assertThat(settled(mail, DeliveryState.DEFERRED).nextAttempt())
                .isEqualTo(NOW.plusSeconds(60));
        assertNobodyIsBlamed();
    }

    @Test
    void suppressesAnAddressThatDoesNotExist() {
        ClaimedMail mail = claim(MailKind.DAILY);
        outcomes.settle(mail, refused(550, "5.1.1 no such user"), "smtp");
        Row row = settled(mail, DeliveryState.REJECTED);
        assertThat(row.reason()).isEqualTo("550 5.1.1 no such user");
        assertThat(row.nextAttempt()).isNull();
        assertThat(service.suppressions.suppressed())
                .containsExactly("hash of reader 550 5.1.1 no such user");
        assertThat(service.suppressions.failures()).isEmpty();
        assertThat(service.counts.count(Transition.REJECT)).isOne();
    }

    /** Whether the domain is there is looked up meanwhile; the connection does not wait for it. */
    @Test
    void suppressesAnAddressWhoseDomainIsGoneAndCountsAgainstAnother() {
        service.traffic = TestTraffic.without(Set.of("gone.org"), service.clock);
        service.traffic.ended(
                service.traffic.ask("sound.org", "sound.org").orElseThrow(),
                new SendOutcome.Accepted("Q1"));
        outcomes = outcomes();
        long edition = service.edition(MailKind.DAILY);
        refuse(service.plan(edition, "a", "there.org"), "5.1.2 no such domain", "relay");
        refuse(service.plan(edition, "b", "gone.org"), "5.1.2 no such domain", "relay");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(service.suppressions.suppressed())
                                .containsExactly("hash of b 550 5.1.2 no such domain"));
        assertThat(service.suppressions.failures())
                .containsExactly("hash of a HARD", "hash of b HARD");
    }

    @ParameterizedTest
    @CsvSource({
        "550, no, HARD",
        "550, 5.2.1 disabled, DISABLED",
        "552, 5.2.2 full, SOFT",
    })
    void countsWhatAnAddressIsToBlameFor(int code, String text, String failure) {
        ClaimedMail mail = claim(MailKind.DAILY);
        outcomes.settle(mail, refused(code, text), "smtp");
        settled(mail, DeliveryState.REJECTED);
        assertThat(service.suppressions.failures()).containsExactly("hash of reader " + failure);
        assertThat(service.suppressions.suppressed()).isEmpty();
        assertThat(service.editions.stops()).isEmpty();
    }

    /** The relay's name, the day and the words, without what differs from mail to mail. */
    @Test
    void knowsWhichRefusalsOfARelayAreTheSame() {
        long edition = service.edition(MailKind.DAILY);
        long next = service.edition(MailKind.DAILY);
        refuse(service.plan(edition, "a", "one.example"), "no a1b2", "relay");
        refuse(service.plan(edition, "b", "two.example"), "No c3d4", "relay");
        refuse(service.plan(edition, "c", "two.example"), "no", "relay");
        refuse(service.plan(edition, "d", "two.example"), "no", "another relay");
        refuse(service.plan(edition, "e", "two.example"), "not today", "relay");
        refuse(service.plan(next, "f", "two.example"), "no", "relay");
        service.clock.advance(Duration.ofHours(16));
        refuse(service.plan(next, "g", "two.example"), "no", "relay");
        List<InMemorySuppressions.Refused> refusals = service.suppressions.refusals();
        assertThat(refusals)
                .extracting(each -> each.refusal() == refusals.getFirst().refusal())
                .containsExactly(true, true, true, false, false, true, false);
        assertThat(refusals.get(0).receiver()).isNotEqualTo(refusals.get(1).receiver());
        assertThat(refusals.get(1)).isEqualTo(refusals.get(2));
    }

    /** The words alone say less: and no relay says of itself that a mailbox is full. */
    @Test
    void comparesTheCodesOfRefusalsAndNoneOfAFullMailbox() {
        long edition = service.edition(MailKind.DAILY);
        refuse(service.plan(edition, "a", "one.example"), "5.2.1 <x@one.example>: no", "relay");
        refuse(service.plan(edition, "b", "two.example"), "5.4.6 <y@two.example>: no", "relay");
        refuse(service.plan(edition, "c", "two.example"), "5.2.1 <z@two.example>: no", "relay");
        refuse(service.plan(edition, "d", "two.example"), "5.2.2 <d@two.example>: no", "relay");
        List<InMemorySuppressions.Refused> refusals = service.suppressions.refusals();
        assertThat(refusals)
                .extracting(each -> each.refusal() == refusals.getFirst().refusal())
                .containsExactly(true, false, true);
        refuse(service.plan(edition, "e", "one.example"), "mailbox full", "relay");
        assertThat(service.suppressions.refusals()).hasSize(3);
        assertThat(service.suppressions.failures()).hasSize(5);
    }

    private void refuse(long planned, String words, String relay) {
        ClaimedMail mail = claims.claim(1).getFirst();
        assertThat(mail.claim().id()).isEqualTo(planned);
        outcomes.settle(mail, refused(550, words), relay);
        settled(mail, DeliveryState.REJECTED);
    }

    /** All readers are of one company, and its relay has had enough of us. */
    @Test
    void seesThatEverybodyOfOneReceiverIsRefused() {
        long edition = service.edition(MailKind.DAILY);
        for (int reader = 1; reader <= Suppressions.MANY; reader++) {
            refuse(service.plan(edition, "r" + reader, "corp.example"), "5.4.6 enough", "relay");
        }
        assertThat(service.suppressions.inARow()).containsExactly("hash of r" + Suppressions.MANY);
    }

    @Test
    void seesThatOthersOfTheReceiverAreAccepted() {
        long edition = service.edition(MailKind.DAILY);
        for (int reader = 1; reader < 2 * Suppressions.MANY; reader++) {
            if (reader % (Suppressions.MANY - 1) == 0) {
                service.plan(edition, "sound" + reader, "corp.example");
                ClaimedMail mail = claims.claim(1).getFirst();
                assertThat(journal.page().hand(mail.claim()).join()).isTrue();
                outcomes.settle(mail, new SendOutcome.Accepted("Q1"), "relay");
                settled(mail, DeliveryState.ACCEPTED);
            }
            refuse(service.plan(edition, "r" + reader, "corp.example"), "5.2.1 closed", "relay");
        }
        assertThat(service.suppressions.inARow()).isEmpty();
        assertThat(service.suppressions.failures()).hasSize(2 * Suppressions.MANY - 1);
    }

    @Test
    void stopsAnEditionWhoseMessageIsRefusedForAllReadersOfItsOneReceiver() {
        long edition = service.edition(MailKind.DAILY);
        for (int reader = 1; reader <= Suppressions.MANY; reader++) {
            assertThat(service.editions.stops()).isEmpty();
            refuse(service.plan(edition, "r" + reader, "corp.example"), "5.6.0 malformed", "relay");
        }
        assertThat(service.editions.stops()).containsExactly(edition + " 550 5.6.0 malformed");
    }

    /** A company's gateway dislikes a word of it: all others go on, and it was taken before. */
    @Test
    void stopsNoEditionForOneReceiverWhereAnotherHasTakenIt() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "sound", "other.example");
        ClaimedMail mail = claims.claim(1).getFirst();
        assertThat(journal.page().hand(mail.claim()).join()).isTrue();
        outcomes.settle(mail, new SendOutcome.Accepted("Q1"), "relay");
        settled(mail, DeliveryState.ACCEPTED);
        for (int reader = 1; reader <= 3 * Suppressions.MANY; reader++) {
            refuse(service.plan(edition, "r" + reader, "corp.example"), "5.6.0 malformed", "relay");
        }
        assertNobodyIsBlamed();
    }

    /** Its readers happen to be the first: whoever comes later may take the message. */
    @Test
    void stopsNoEditionForOneReceiverThatIsAskedBeforeOthers() {
        long edition = service.edition(MailKind.DAILY);
        List<Long> refused =
                IntStream.rangeClosed(1, 2 * Suppressions.MANY)
                        .mapToObj(reader -> service.plan(edition, "r" + reader, "corp.example"))
                        .toList();
        long other = service.plan(edition, "sound", "other.example");
        refused.forEach(planned -> refuse(planned, "5.6.0 malformed", "relay"));
        assertNobodyIsBlamed();
        ClaimedMail mail = claims.claim(1).getFirst();
        assertThat(mail.claim().id()).isEqualTo(other);
        assertThat(journal.page().hand(mail.claim()).join()).isTrue();
        outcomes.settle(mail, new SendOutcome.Accepted("Q1"), "relay");
        settled(mail, DeliveryState.ACCEPTED);
    }

    /** The other one asks to come again, and then has no such mailbox: it never judged. */
    @Test
    void stopsAnEditionForOneReceiverOnceNoOtherIsLeft() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "other", "other.example");
        outcomes.settle(claims.claim(1).getFirst(), refused(451, "4.7.1 greylisted"), "relay");
        refuseManyOfOne(edition, "first");
        assertNobodyIsBlamed();
        service.clock.advance(Duration.ofHours(1));
        outcomes.settle(claims.claim(1).getFirst(), refused(550, "5.1.1 no such user"), "relay");
        refuseManyOfOne(edition, "second");
        assertThat(service.editions.stops()).containsExactly(edition + " 550 5.6.0 malformed");
    }

    /** Its host is down: nobody learns anything of the message there. */
    @Test
    void stopsAnEditionForOneReceiverThoughAnotherDoesNotAnswer() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "dead", "dead.example");
        for (int attempt = 1; attempt <= OtherReceivers.ENOUGH_ATTEMPTS; attempt++) {
            assertNobodyIsBlamed();
            ClaimedMail dead = claims.claim(1).getFirst();
            outcomes.settle(dead, refused(451, "4.4.1 no answer"), "relay");
            settled(dead, DeliveryState.DEFERRED);
            refuseManyOfOne(edition, "after" + attempt);
            service.clock.advance(Duration.ofMinutes(40));
        }
        assertThat(service.editions.stops()).containsExactly(edition + " 550 5.6.0 malformed");
    }

    /** One gateway refuses for a hundred thousand readers, and nothing else is left. */
    @Test
    void looksOnceWhetherAMailOfAnEditionWasTaken() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "sound", "other.example");
        ClaimedMail mail = claims.claim(1).getFirst();
        assertThat(journal.page().hand(mail.claim()).join()).isTrue();
        outcomes.settle(mail, new SendOutcome.Accepted("Q1"), "relay");
        settled(mail, DeliveryState.ACCEPTED);
        refuseManyOfOne(edition, "first");
        assertThat(service.rows.counts()).isOne();
        refuseManyOfOne(edition, "second");
        assertThat(service.rows.counts()).isOne();
        assertNobodyIsBlamed();
    }

    /** Whose mails are not in the ledger yet may be another receiver's. */
    @Test
    void stopsNoEditionForOneReceiverBeforeAllIsComposed() {
        long edition = service.editions.addUncomposed(MailKind.DAILY, NOW, EXPIRES);
        refuseManyOfOne(edition, "first");
        assertNobodyIsBlamed();
        service.editions.compose(edition);
        refuseManyOfOne(edition, "second");
        assertThat(service.editions.stops()).containsExactly(edition + " 550 5.6.0 malformed");
    }

    /** Another server of the same company is no other receiver; nor is a reader who is erased. */
    @Test
    void stopsAnEditionForOneReceiverWhateverWaitsForItself() {
        long edition = service.edition(MailKind.DAILY);
        for (int reader = 1; reader <= Suppressions.MANY; reader++) {
            service.plan(edition, "r" + reader, "corp.example");
        }
        List<ClaimedMail> mails = claims.claim(Suppressions.MANY);
        service.plan(edition, "waits", "CORP.example");
        long erased = service.plan(edition, "erased", "other.example");
        service.recipients.remove(service.rows.row(erased).subscriptionId());
        for (ClaimedMail mail : mails) {
            outcomes.settle(mail, refused(550, "5.6.0 malformed"), "relay");
        }
        assertThat(service.editions.stops()).containsExactly(edition + " 550 5.6.0 malformed");
    }

    private void refuseManyOfOne(long edition, String names) {
        for (int reader = 1; reader <= Suppressions.MANY; reader++) {
            refuse(
                    service.plan(edition, names + reader, "corp.example"),
                    "5.6.0 malformed",
                    "relay");
        }
    }

    @Test
    void blamesNeitherAddressNorEditionForAPolicy() {
        ClaimedMail mail = claim(MailKind.DAILY);
        outcomes.settle(mail, refused(550, "5.7.1 spam"), "smtp");
        assertThat(settled(mail, DeliveryState.DEFERRED).nextAttempt())
                .isEqualTo(NOW.plusSeconds(2));
        assertNobodyIsBlamed();
    }

    /** Anybody may have a server that says so. */
    @ParameterizedTest
    @CsvSource({
        "554, 5.6.0 no",
        "552, 5.2.3 too long",
        "552, 5.3.4 too big",
        "554, 5.5.0 no",
        "503, 5.5.1 bad sequence of commands",
    })
    void goesOnWithAnEditionWhoseMessageOneReceiverRefuses(int code, String text) {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "a");
        service.plan(edition, "b");
        long waiting = service.plan(edition, "c", "other.example");
        for (ClaimedMail mail : claims.claim(2)) {
            outcomes.settle(mail, refused(code, text), "smtp");
            settled(mail, DeliveryState.REJECTED);
        }
        assertNobodyIsBlamed();
        assertThat(claims.claim(10)).extracting(mail -> mail.claim().id()).containsExactly(waiting);
    }

    /** A proxy says so of everything. */
    @ParameterizedTest
    @CsvSource({"true, 5.5.1", "false, 5.5.1", "true, 5.5.2", "true, 5.6.7", "true, 5.6.10"})
    void givesUpNoMailWhereOneAfterTheOtherIsRefusedByTheProtocol(boolean ofOne, String code) {
        long edition = service.edition(MailKind.DAILY);
        for (int reader = 1; reader < Suppressions.MANY; reader++) {
            refuse(service.plan(edition, "r" + reader, domain(ofOne, reader)), code, "relay");
        }
        for (int reader = Suppressions.MANY; reader <= 2 * Suppressions.MANY; reader++) {
            service.plan(edition, "r" + reader, domain(ofOne, reader));
            ClaimedMail mail = claims.claim(1).getFirst();
            outcomes.settle(mail, refused(503, code + " bad sequence of commands"), "relay");
            assertThat(settled(mail, DeliveryState.DEFERRED).nextAttempt())
                    .isEqualTo(NOW.plusMillis(200));
        }
        assertThat(service.counts.handOverFaults()).isEqualTo(Suppressions.MANY + 1);
        assertNobodyIsBlamed();
    }

    private static String domain(boolean ofOne, int reader) {
        return ofOne ? "corp.example" : "r" + reader + ".example";
    }

    /** Of those readers alone: a server on the way has no SMTPUTF8. */
    @Test
    void givesUpMailsThatAreRefusedByTheProtocolWhileOthersAreAccepted() {
        long edition = service.edition(MailKind.DAILY);
        for (int reader = 1; reader <= 2 * Suppressions.MANY; reader++) {
            service.plan(edition, "sound" + reader, "corp.example");
            ClaimedMail mail = claims.claim(1).getFirst();
            assertThat(journal.page().hand(mail.claim()).join()).isTrue();
            outcomes.settle(mail, new SendOutcome.Accepted("Q1"), "relay");
            settled(mail, DeliveryState.ACCEPTED);
            refuse(service.plan(edition, "r" + reader, "corp.example"), "5.5.1 no", "relay");
        }
        assertThat(service.counts.handOverFaults()).isZero();
    }

    /** It tells of two servers, and not of what the mails say. */
    @Test
    void stopsNoEditionForTheProtocol() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "a", "one.example");
        service.plan(edition, "b", "two.example");
        for (ClaimedMail mail : claims.claim(2)) {
            outcomes.settle(mail, refused(503, "5.5.1 bad sequence of commands"), "smtp");
            settled(mail, DeliveryState.REJECTED);
        }
        assertNobodyIsBlamed();
    }

    /** What two receivers say of two messages, they do not say of one. */
    @Test
    void stopsNoEditionForFaultsOfDifferentMessages() {
        long edition = service.edition(MailKind.DAILY);
        String other = "f".repeat(32);
        service.plan(edition, "a", "one.example");
        service.plan(edition, "b", "two.example", other);
        for (ClaimedMail mail : claims.claim(2)) {
            outcomes.settle(mail, refused(554, "5.6.0 malformed"), "smtp");
            settled(mail, DeliveryState.REJECTED);
        }
        assertNobodyIsBlamed();
    }

    @Test
    void stopsAnEditionOnceWhoseMessageIsAtFaultAtTwoReceivers() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "a", "one.example");
        service.plan(edition, "b", "two.example");
        service.plan(edition, "c", "three.example");
        long waiting = service.plan(edition, "d");
        long other = service.plan(service.edition(MailKind.DAILY), "e");
        for (ClaimedMail mail : claims.claim(3)) {
            outcomes.settle(mail, refused(554, "5.6.0 malformed"), "smtp");
            settled(mail, DeliveryState.REJECTED);
        }
        assertThat(service.editions.stops()).containsExactly(edition + " 554 5.6.0 malformed");
        assertThat(claims.claim(10)).extracting(mail -> mail.claim().id()).containsExactly(other);
        assertThat(service.rows.row(waiting).reason()).isEqualTo(Exclusions.STOPPED);
        assertThat(service.suppressions.failures()).isEmpty();
        assertThat(service.suppressions.suppressed()).isEmpty();
    }

    @Test
    void rejectsAMailThatCannotBeWritten() {
        ClaimedMail mail = claim(MailKind.DAILY);
        outcomes.unrenderable(mail);
        assertThat(settled(mail, DeliveryState.REJECTED).reason()).isEqualTo("cannot be written");
        assertThat(service.counts.count(Transition.REJECT)).isOne();
        assertNobodyIsBlamed();
    }

    @Test
    void triesAgainAfterTheServersPauseWhereTheServerWasNotThere() {
        ClaimedMail mail = claim(MailKind.DAILY);
        outcomes.serverUnavailable(mail, "refused", Duration.ofSeconds(7));
        Row row = settled(mail, DeliveryState.DEFERRED);
        assertThat(row.nextAttempt()).isEqualTo(NOW.plusSeconds(7));
        assertThat(row.reason()).isEqualTo("refused");
        assertThat(service.counts.count(Transition.DEFER)).isOne();
        assertNobodyIsBlamed();
    }

    @Test
    void looksAtAMailOnceMoreAtItsEndAndThenItExpires() {
        ClaimedMail mail = claim(MailKind.DAILY);
        outcomes.serverUnavailable(mail, "refused", Duration.ofHours(21));
        assertThat(settled(mail, DeliveryState.DEFERRED).nextAttempt()).isEqualTo(EXPIRES);
        service.clock.advance(Duration.ofHours(20));
        assertThat(service.counts.expired()).isZero();
        assertThat(claims.claim(1)).isEmpty();
        assertThat(settled(mail, DeliveryState.EXPIRED).reason()).isEqualTo("refused");
        assertThat(service.counts.expired()).isOne();
    }

    @Test
    void triesAgainWhatWasLostBeforeTheDot() {
        ClaimedMail mail = claim(MailKind.WELCOME);
        outcomes.settle(mail, new SendOutcome.NotSent("hung up"), "smtp");
        Row row = settled(mail, DeliveryState.DEFERRED);
        assertThat(row.nextAttempt()).isEqualTo(NOW.plusMillis(200));
        assertThat(row.reason()).isEqualTo("hung up");
        assertNobodyIsBlamed();
    }

    @Test
    void sendsADigestAgainThatWasLostAfterTheDot() {
        ClaimedMail mail = handed(MailKind.DAILY);
        outcomes.settle(mail, new SendOutcome.Lost("hung up"), "smtp");
        Row row = settled(mail, DeliveryState.UNCERTAIN);
        assertThat(row.nextAttempt()).isEqualTo(NOW.plusMillis(200));
        assertThat(row.reason()).isEqualTo("hung up");
        assertThat(service.counts.count(Transition.LOSE)).isOne();
        assertNobodyIsBlamed();
    }

    @Test
    void sendsNoWelcomeAgainThatWasLostAfterTheDot() {
        ClaimedMail mail = handed(MailKind.WELCOME);
        outcomes.settle(mail, new SendOutcome.Lost("hung up"), "smtp");
        assertThat(settled(mail, DeliveryState.UNCERTAIN).nextAttempt()).isNull();
    }

    @Test
    void letsGoOfAMailThatAnotherWorkerHasTakenOver() {
        ClaimedMail mail = claim(MailKind.DAILY);
        Row before = service.rows.row(mail.claim().id());
        outcomes.settle(mail, new SendOutcome.NotOurs(), "smtp");
        service.clock.advance(Duration.ofSeconds(5));
        ledger.renewLeases();
        // As it was, its lease as well.
        assertThat(service.rows.row(before.id())).isEqualTo(before);
        assertThat(Transition.attemptEndings())
                .allSatisfy(ending -> assertThat(service.counts.count(ending)).isZero());
    }

    /** Whoever says so next would be the second again. */
    @Test
    void triesAgainWhereTheEditionCannotBeStoppedNow() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "a", "one.example");
        service.plan(edition, "b", "two.example");
        List<ClaimedMail> mails = claims.claim(2);
        SendOutcome outcome = refused(554, "5.6.0 malformed");
        outcomes.settle(mails.getFirst(), outcome, "smtp");
        settled(mails.getFirst(), DeliveryState.REJECTED);
        service.database.goAway();
        assertThatThrownBy(() -> outcomes.settle(mails.getLast(), outcome, "smtp"))
                .isInstanceOf(DatabaseUnavailableException.class);
        service.database.comeBack();
        settled(mails.getLast(), DeliveryState.DEFERRED);
        assertNobodyIsBlamed();
    }

    /** Settled as rejected, the address would be mailed for ever. */
    @ParameterizedTest
    @CsvSource({
        "550, 5.1.1 no such user",
        "550, no",
        "552, 5.2.2 full",
    })
    void triesAgainWhereNobodyCanBeBlamedNow(int code, String text) {
        ClaimedMail mail = claim(MailKind.DAILY);
        SendOutcome outcome = refused(code, text);
        service.database.goAway();
        assertThatThrownBy(() -> outcomes.settle(mail, outcome, "smtp"))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(service.counts.count(Transition.REJECT)).isZero();
        service.database.comeBack();
        Row row = settled(mail, DeliveryState.DEFERRED);
        assertThat(row.reason()).isEqualTo(code + " " + text);
        assertThat(row.nextAttempt()).isEqualTo(NOW.plusMillis(200));
        assertNobodyIsBlamed();
    }
}
