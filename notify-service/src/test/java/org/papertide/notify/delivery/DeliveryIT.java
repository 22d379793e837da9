package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.edition.EditionAccount;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.smtp.ScriptedSmtpServer;
import org.papertide.notify.smtp.ScriptedSmtpServer.Accepted;
import org.papertide.notify.smtp.ScriptedSmtpServer.Script;
import org.papertide.testing.PapertideTestResource;

/** Whole editions against an SMTP server that misbehaves, and workers that end. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class DeliveryIT extends WholeEditions {

    @Test
    void mailsFiveHundredReadersOnceWithTwoProcesses() {
        readers(500);
        work(2);
        work(2);
        long begun = System.nanoTime();
        EditionAccount account = whenClosed(edition(clock.instant()));
        System.out.printf(
                "500 mails in %d ms%n", Duration.ofNanos(System.nanoTime() - begun).toMillis());

        assertThat(account.accepted()).isEqualTo(500);
        assertThat(mailsPerReader()).hasSize(500).allSatisfy((_, n) -> assertThat(n).isOne());
        assertThat(server.connections()).isLessThanOrEqualTo(4);
        assertThat(server.accepted())
                .extracting(Accepted::messageId)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("<daily."));
        // Nobody reads bounces here, so that no address of their own is given.
        assertThat(server.accepted())
                .extracting(Accepted::from)
                .containsOnly("digest@papertide.localhost");
    }

    @Test
    void mailsNobodyTwiceForADay() {
        readers(3);
        work(1);
        Instant now = clock.instant();
        assertThat(whenClosed(edition(now)).accepted()).isEqualTo(3);
        EditionAccount again = whenClosed(edition(now.plusMillis(1)));
        assertThat(again.exclusions()).containsEntry(Exclusions.ALREADY_MAILED, 3L);
        EditionAccount tomorrow = whenClosed(edition(now.plus(Duration.ofDays(1))));
        assertThat(tomorrow.accepted()).isEqualTo(3);
        EditionAccount dayAfter = whenClosed(edition(now.plus(Duration.ofDays(2))));
        assertThat(dayAfter.exclusions()).containsEntry(Exclusions.ALREADY_SEEN, 3L);
    }

    @Test
    void triesAgainWhenGreylisted() {
        readers(30);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        return attempt == 1 ? "450 4.2.0 greylisted" : "250 Ok";
                    }
                });
        work(2);
        assertThat(whenClosed(edition(clock.instant())).accepted()).isEqualTo(30);
        assertThat(mailsPerReader()).hasSize(30).allSatisfy((_, n) -> assertThat(n).isOne());
    }

    @Test
    void waitsForAServerThatIsDown() {
        readers(30);
        int port = server.port();
        server.close();
        work(2, port);
        long edition = edition(clock.instant());
        await().atMost(Duration.ofMinutes(1)).until(() -> account(edition).deferred() > 0);
        assertThat(account(edition).closed()).isFalse();

        server = new ScriptedSmtpServer(port);
        open.add(server);
        assertThat(whenClosed(edition).accepted()).isEqualTo(30);
        assertThat(mailsPerReader()).hasSize(30).allSatisfy((_, n) -> assertThat(n).isOne());
    }

    @Test
    void sendsAgainWithTheSameMessageIdWhenTheConnectionIsLostAfterTheDot() {
        readers(5);
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return recipient.startsWith("r3@") && attempt == 1 ? "" : "250 Ok";
                    }
                });
        work(1);
        assertThat(whenClosed(edition(clock.instant())).accepted()).isEqualTo(5);
        List<Accepted> twice =
                server.accepted().stream()
                        .filter(mail -> mail.recipient().startsWith("r3@"))
                        .toList();
        assertThat(twice).hasSize(2);
        assertThat(twice.getFirst().messageId()).isEqualTo(twice.getLast().messageId());
        assertThat(server.accepted()).hasSize(6);
    }

    @Test
    void goesOnWithTheMailsOfAWorkerThatDied() {
        readers(3);
        long edition = edition(clock.instant());
        Instant past = clock.instant().minusSeconds(60);
        database.run(session ->
                session.createNativeMutationQuery(
                                "update delivery set worker = 'dead', lease_until = :past,"
                                        + " attempts = 1, state = case when id % 2 = 0"
                                        + " then 'HANDED' else 'CLAIMED' end")
                        .setParameter("past", past)
                        .executeUpdate());
        work(1);
        assertThat(whenClosed(edition).accepted()).isEqualTo(3);
        assertThat(mailsPerReader()).hasSize(3);
    }

    @Test
    void suppressesAMailboxThatDoesNotExist() {
        readers(3);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        return recipient.startsWith("r2@") ? "550 5.1.1 no such user" : "250 Ok";
                    }
                });
        work(1);
        Instant now = clock.instant();
        EditionAccount first = whenClosed(edition(now));
        assertThat(first.accepted()).isEqualTo(2);
        assertThat(first.rejected()).isEqualTo(1);
        EditionAccount next = whenClosed(edition(now.plus(Duration.ofDays(1))));
        assertThat(next.exclusions()).containsEntry(Exclusions.SUPPRESSED, 1L);
        assertThat(next.accepted()).isEqualTo(2);
    }

    @Test
    void stopsAnEditionWhoseMessageIsAtFaultAndBlamesNobody() {
        readers(60);
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscriber set address = replace(address, 'example.org',"
                                        + " 'example.net') where id % 2 = 0")
                        .executeUpdate());
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return "554 5.6.0 malformed message";
                    }
                });
        work(1);
        long edition = edition(clock.instant());
        EditionAccount account = whenClosed(edition);
        assertThat(account.stopReason()).isNotNull();
        // The first thirty may be of one receiver, and a batch of 20 is claimed at once.
        assertThat(account.rejected()).isBetween(2L, 50L);
        assertThat(account.exclusions())
                .isEqualTo(Map.of(Exclusions.STOPPED, 60 - account.rejected()));
        assertThat(
                        database.<Integer>inTransaction(session ->
                                session.createNativeQuery(
                                                "select 1 from suppression", Integer.class)
                                        .getResultList()
                                        .size()))
                .isZero();
    }

    @Test
    void looksAtUnsubscriptionAgainWhenClaiming() {
        readers(3);
        long edition = edition(clock.instant());
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscription set state = 'ENDED', next_slot = null"
                                        + " where id = (select min(id) from subscription)")
                        .executeUpdate());
        work(1);
        EditionAccount account = whenClosed(edition);
        assertThat(account.accepted()).isEqualTo(2);
        assertThat(account.exclusions()).containsEntry(Exclusions.UNSUBSCRIBED, 1L);
    }

    @Test
    void stopsWithMannersInMidEdition() {
        readers(400);
        long edition = edition(clock.instant());
        DeliveryWorkers workers = work(2);
        await().atMost(Duration.ofMinutes(1)).until(() -> server.accepted().size() > 20);
        workers.close();

        int sent = server.accepted().size();
        EditionAccount account = account(edition);
        assertThat(account.accepted()).isEqualTo(sent);
        // The second worker may not have come to connect.
        assertThat(server.quits()).isPositive().isEqualTo(server.connections());
        work(2);
        assertThat(whenClosed(edition).accepted()).isEqualTo(400);
        assertThat(mailsPerReader()).hasSize(400).allSatisfy((_, n) -> assertThat(n).isOne());
    }

    @Test
    void expiresWhatIsTooLate() {
        readers(2);
        long edition = edition(clock.instant());
        Instant past = clock.instant().minusSeconds(1);
        database.run(session ->
                session.createNativeMutationQuery("update edition set expires_at = :past")
                        .setParameter("past", past)
                        .executeUpdate());
        work(1);
        assertThat(whenClosed(edition).expired()).isEqualTo(2);
        assertThat(server.accepted()).isEmpty();
    }
}
