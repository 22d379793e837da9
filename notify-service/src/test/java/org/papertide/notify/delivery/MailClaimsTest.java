package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.HeldDeliveries;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.notify.subscription.Recipient;
import org.papertide.notify.traffic.Traffic;

class MailClaimsTest {

    private static final Instant NOW = InMemoryService.NOW;
    private static final Instant EXPIRES = NOW.plus(Duration.ofHours(20));
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final InMemoryService service = new InMemoryService();
    private final DeliveryLedger ledger =
            new DeliveryLedger(
                    service.tables.with(Repositories::deliveries),
                    LEASE,
                    "worker",
                    new HeldDeliveries(),
                    service.clock);
    private final MailClaims claims =
            new MailClaims(service.tables, ledger, service.traffic, service.counts, service.clock);

    private long plan(MailKind kind, String state, boolean suppressed) {
        long row = service.plan(service.edition(kind), "reader");
        service.recipients.put(
                new Recipient(
                        service.rows.row(row).subscriptionId(),
                        state,
                        "reader@example.org",
                        "hash of reader",
                        suppressed));
        return row;
    }

    @Test
    void claimsMailsWithAllThatTheyNeed() {
        long edition = service.edition(MailKind.DAILY);
        long row = service.plan(edition, "reader");
        long subscription = service.rows.row(row).subscriptionId();
        assertThat(claims.claim(10))
                .containsExactly(
                        new ClaimedMail(
                                new Claim(
                                        row,
                                        1,
                                        edition,
                                        subscription,
                                        InMemoryService.CONTENT,
                                        null),
                                new OutgoingMail(
                                        row,
                                        edition,
                                        MailKind.DAILY,
                                        NOW,
                                        EXPIRES,
                                        subscription,
                                        "reader@example.org",
                                        InMemoryService.CONTENT),
                                "hash of reader",
                                NOW,
                                null));
    }

    @Test
    void keepsTheLeasesOfWhatItClaimed() {
        long sent = service.plan(service.edition(MailKind.DAILY), "reader");
        claims.claim(10);
        service.clock.advance(Duration.ofSeconds(5));
        ledger.renewLeases();
        assertThat(service.rows.row(sent).leaseUntil()).isEqualTo(NOW.plusSeconds(5).plus(LEASE));
    }

    @Test
    void claimsMailsOfSeveralEditionsTogether() {
        long daily = service.edition(MailKind.DAILY);
        long alert = service.edition(MailKind.ALERT);
        service.plan(daily, "a");
        service.plan(daily, "b");
        service.plan(alert, "c");
        List<ClaimedMail> mails = claims.claim(10);
        assertThat(mails)
                .extracting(mail -> mail.mail().kind())
                .containsExactly(MailKind.DAILY, MailKind.DAILY, MailKind.ALERT);
        assertThat(mails)
                .extracting(mail -> mail.mail().address())
                .containsExactly("a@example.org", "b@example.org", "c@example.org");
        assertThat(claims.claim(10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DAILY, ACTIVE, true",
        "DAILY, PENDING, false",
        "DAILY, ENDED, false",
        "WELCOME, ACTIVE, true",
        "OPT_IN, PENDING, true",
        "OPT_IN, ACTIVE, false",
        "OPT_IN, ENDED, false",
    })
    void sendsToWhoeverStillWantsIt(MailKind kind, String state, boolean sent) {
        long row = plan(kind, state, false);
        assertThat(claims.claim(10)).hasSize(sent ? 1 : 0);
        assertThat(service.state(row))
                .isEqualTo(sent ? DeliveryState.CLAIMED : DeliveryState.EXCLUDED);
        assertThat(service.rows.row(row).reason()).isEqualTo(sent ? null : Exclusions.UNSUBSCRIBED);
    }

    /** It says what has to be true of a reader, whom this release does not know. */
    @Test
    void leavesMailsOfAKindThatOnlyALaterReleaseKnows() {
        long unknown = service.editions.addOfLaterRelease(NOW, EXPIRES);
        long left = service.plan(unknown, "left");
        service.plan(service.edition(MailKind.DAILY), "sent");
        assertThat(claims.claim(10))
                .extracting(mail -> mail.mail().address())
                .containsExactly("sent@example.org");
        assertThat(service.state(left)).isEqualTo(DeliveryState.PLANNED);
        assertThat(claims.claim(10)).isEmpty();

        service.clock.advance(Duration.between(NOW, EXPIRES));
        assertThat(claims.claim(10)).isEmpty();
        assertThat(service.state(left)).isEqualTo(DeliveryState.EXPIRED);
    }

    @Test
    void sendsNothingToWhoeverIsGone() {
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        service.recipients.remove(service.rows.row(row).subscriptionId());
        assertThat(claims.claim(10)).isEmpty();
        assertThat(service.rows.row(row).reason()).isEqualTo(Exclusions.UNSUBSCRIBED);
    }

    @Test
    void sendsNothingToASuppressedAddress() {
        long row = plan(MailKind.DAILY, "ACTIVE", true);
        assertThat(claims.claim(10)).isEmpty();
        assertThat(service.state(row)).isEqualTo(DeliveryState.EXCLUDED);
        assertThat(service.rows.row(row).reason()).isEqualTo(Exclusions.SUPPRESSED);
    }

    @Test
    void sendsNothingMoreOfAnEditionThatWasStopped() {
        long edition = service.edition(MailKind.DAILY);
        service.plan(edition, "first");
        long next = service.plan(edition, "next");
        assertThat(claims.claim(1)).hasSize(1);
        service.editions.repository().stop(edition, NOW, "a reason");
        assertThat(claims.claim(10)).isEmpty();
        assertThat(service.state(next)).isEqualTo(DeliveryState.EXCLUDED);
        assertThat(service.rows.row(next).reason()).isEqualTo(Exclusions.STOPPED);
    }

    @Test
    void sendsNothingAfterTheEditionsEnd() {
        long fresh = service.plan(service.edition(MailKind.DAILY), "reader");
        service.clock.set(EXPIRES);
        assertThat(claims.claim(10)).isEmpty();
        assertThat(service.state(fresh)).isEqualTo(DeliveryState.EXPIRED);
        assertThat(service.rows.row(fresh).reason()).isEqualTo("never sent");
    }

    @Test
    void saysWhyAMailCouldNotBeSentInTime() {
        long row = service.plan(service.edition(MailKind.DAILY), "reader");
        service.rows.put(service.rows.row(row).with("451 busy", null, NOW));
        service.clock.set(EXPIRES);
        claims.claim(10);
        assertThat(service.rows.row(row).reason()).isEqualTo("451 busy");
    }

    @Test
    void sendsUntilTheEditionsEnd() {
        service.plan(service.edition(MailKind.DAILY), "reader");
        service.clock.set(EXPIRES.minusMillis(1));
        assertThat(claims.claim(10)).hasSize(1);
    }

    @Test
    void sendsTheRestWhenSomeIsNotToBeSent() {
        long edition = service.edition(MailKind.DAILY);
        long gone = service.plan(edition, "a");
        service.plan(edition, "b");
        service.recipients.remove(service.rows.row(gone).subscriptionId());
        assertThat(claims.claim(10))
                .extracting(mail -> mail.mail().address())
                .containsExactly("b@example.org");
    }

    @Test
    void saysWhichMailHasNoEdition() {
        long row = service.plan(99, "reader");
        assertThatThrownBy(() -> claims.claim(10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Claim[" + row + "/1]: has no edition");
    }

    @Test
    void tellsNoAddressInLogs() {
        service.plan(service.edition(MailKind.DAILY), "reader");
        ClaimedMail mail = claims.claim(1).getFirst();
        assertThat(mail.toString()).isEqualTo("Claim[1/1]");
        assertThat(mail.mail()).hasToString("OutgoingMail[1]");
    }

    // ---- Receiving groups that have to wait

    private long planTo(long edition, String address) {
        long row = service.plan(edition, "reader");
        service.recipients.put(
                new Recipient(
                        service.rows.row(row).subscriptionId(), "ACTIVE", address, "hash", false));
        return row;
    }

    private void pause(String group) {
        SmtpReply policy =
                SmtpReply.of(550, "550 5.7.1 likely unsolicited mail", SmtpReply.Phase.DATA);
        service.traffic.ended(
                service.traffic.ask(group, group).orElseThrow(), new SendOutcome.Refused(policy));
    }

    private static List<Long> ids(List<ClaimedMail> mails) {
        return mails.stream().map(mail -> mail.claim().id()).toList();
    }

    @Test
    void passesOverMailsWhoseGroupHasToWait() {
        long edition = service.edition(MailKind.DAILY);
        long waits = planTo(edition, "a@example.net");
        long goes = planTo(edition, "b@example.org");
        pause("example.net");
        assertThat(ids(claims.claim(10))).containsExactly(goes);
        assertThat(service.rows.parked()).containsExactly(Map.entry(waits, "example.net"));
        assertThat(service.state(waits)).isEqualTo(DeliveryState.PLANNED);
        assertThat(service.rows.row(waits).attempts()).isZero();
        assertThat(claims.claim(10)).isEmpty();
        assertThat(service.rows.row(waits).attempts()).isZero();
    }

    @Test
    void findsTheMailsThatMayGoBehindManyThatHaveToWait() {
        long edition = service.edition(MailKind.DAILY);
        for (int i = 0; i < 25; i++) {
            planTo(edition, "a" + i + "@example.net");
        }
        long goes = planTo(edition, "b@example.org");
        pause("example.net");
        assertThat(ids(claims.claim(10))).containsExactly(goes);
        assertThat(service.rows.parked()).hasSize(25);
    }

    @Test
    void takesParkedMailsUpOneByOneAfterThePause() {
        long edition = service.edition(MailKind.DAILY);
        long first = planTo(edition, "a@example.net");
        long second = planTo(edition, "b@example.net");
        pause("example.net");
        assertThat(claims.claim(10)).isEmpty();
        service.clock.advance(Duration.ofMinutes(10));
        assertThat(ids(claims.claim(10))).containsExactly(first);
        Traffic.Pass pass = service.traffic.ask("example.net", "example.net").orElseThrow();
        assertThat(claims.claim(10)).isEmpty();
        service.traffic.ended(pass, new SendOutcome.Accepted("Q1"));
        service.clock.advance(Duration.ofMinutes(1));
        assertThat(ids(claims.claim(10))).containsExactly(second);
        assertThat(service.rows.parked()).isEmpty();
    }

    @Test
    void takesUpWhatAnotherProcessParked() {
        long row = planTo(service.edition(MailKind.DAILY), "a@example.net");
        service.rows.parked().put(row, "example.net");
        assertThat(claims.claim(10)).isEmpty();
        new ParkedMails(service.tables, service.traffic, service.clock).lookAfter();
        assertThat(ids(claims.claim(10))).containsExactly(row);
    }

    @Test
    void aParkedMailExpiresWithItsEdition() {
        long row = planTo(service.edition(MailKind.DAILY), "a@example.net");
        service.clock.set(EXPIRES.minusSeconds(60));
        pause("example.net");
        assertThat(claims.claim(10)).isEmpty();
        service.clock.set(EXPIRES);
        new ParkedMails(service.tables, service.traffic, service.clock).lookAfter();
        assertThat(claims.claim(10)).isEmpty();
        assertThat(service.state(row)).isEqualTo(DeliveryState.EXPIRED);
    }

    @Test
    void aGroupThatCatchesUpLeavesHalfOfAClaimToOthers() {
        long edition = service.edition(MailKind.DAILY);
        for (int i = 0; i < 20; i++) {
            service.rows.parked().put(planTo(edition, "a" + i + "@example.net"), "example.net");
        }
        for (int i = 0; i < 20; i++) {
            planTo(edition, "b" + i + "@example.org");
        }
        service.traffic.parked(List.of("example.net"));
        assertThat(claims.claim(10).stream().map(mail -> mail.mail().address()))
                .filteredOn(address -> address.endsWith("@example.net"))
                .hasSize(5);
        assertThat(claims.claim(10)).hasSize(10);
        assertThat(service.rows.parked()).hasSize(10);
    }
}
