package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.edition.DigestComposer;
import org.papertide.notify.edition.EditionAccount;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.notify.edition.EditionPlanner;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.running.JdbcDatabase;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.smtp.LocalSmtp;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.smtp.ScriptedSmtpServer;
import org.papertide.notify.smtp.ScriptedSmtpServer.Accepted;
import org.papertide.notify.smtp.ScriptedSmtpServer.Script;
import org.papertide.notify.smtp.SmtpServer;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.traffic.TestTraffic;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.testing.PapertideTestResource;

/** Whole editions against an SMTP server that misbehaves. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class DeliveryIT {

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;
    @Inject JdbcDatabase often;
    @Inject CandidateStore candidates;
    @Inject EditionPlanner planner;
    @Inject DigestComposer composer;
    @Inject EditionAccounts accounts;
    @Inject Tokens tokens;
    @Inject Contents contents;
    @Inject MailWriter writer;
    @Inject Clock clock;

    private final List<AutoCloseable> open = new ArrayList<>();
    private ScriptedSmtpServer server;

    @BeforeEach
    void begin() throws InterruptedException {
        tables.awaitPrepared();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> !tokens.issue(Tokens.Kind.BOUNCE, 1).isEmpty());
        database.run(session ->
                session.createNativeMutationQuery(
                                "truncate subscriber, subscription, suppression, address_failure, audience,"
                                        + " delivery, edition, content, shown, candidate")
                        .executeUpdate());
        server = new ScriptedSmtpServer(0);
        open.add(server);
        Instant now = clock.instant();
        candidates.applyScores(
                IntStream.range(0, 20)
                        .mapToObj(i ->
                                SampleEvents.score(SampleEvents.paper(i, "Paper " + i), i, i, now))
                        .map(s -> RecordSink.Change.to(EventCodec.SCORE, s))
                        .toList());
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private DeliveryWorkers work(int connections) {
        return work(connections, server.port());
    }

    private DeliveryWorkers work(int connections, int port) {
        return work(connections, port, TestTraffic.free(clock));
    }

    private DeliveryWorkers work(int connections, int port, Traffic traffic) {
        DeliveryWorkers workers =
                DeliveryWorkers.start(
                        new DeliveryWorkers.Parts(
                                new Transactions<>(often, Repositories::of),
                                new Suppressions(database, clock),
                                new TestSettings(connections, Duration.ofSeconds(2)),
                                Relays.of(new SmtpServer(LocalSmtp.plain(port), writer.domain())),
                                writer,
                                contents::findAll,
                                traffic,
                                new WorkSignal(),
                                new DeliveryCounts(),
                                clock));
        open.add(workers);
        return workers;
    }

    private void readers(int count) {
        Instant now = clock.instant();
        database.run(session -> {
            session.createNativeMutationQuery(
                            """
                            insert into subscriber (address, address_key, address_hash, created_at)
                            select 'r' || i || '@example.org', 'r' || i || '@example.org',
                                'hash' || i, :now from generate_series(1, :count) i
                            """)
                    .setParameter("now", now)
                    .setParameter("count", count)
                    .executeUpdate();
            session.createNativeMutationQuery(
                            """
                            insert into subscription (subscriber_id, state, frequency, timezone,
                                hour, categories, include, exclude, authors, paper_limit,
                                filter_key, requested_at, next_slot)
                            select id, 'ACTIVE', 'DAILY', 'Europe/Berlin', 8, '{}', '{}', '{}',
                                '{}', 10, 'all', :now, :next from subscriber
                            """)
                    .setParameter("now", now)
                    .setParameter("next", now.plus(Duration.ofDays(1)))
                    .executeUpdate();
        });
    }

    private long edition(Instant asOf) {
        long id = planner.request(Frequency.DAILY, asOf);
        var _ = planner.planRequested();
        composer.composeAll();
        return id;
    }

    private EditionAccount account(long edition) {
        EditionAccount account = accounts.find(edition).orElseThrow();
        assertThat(account.planned())
                .isEqualTo(
                        account.pending()
                                + account.deferred()
                                + account.accepted()
                                + account.rejected()
                                + account.expired()
                                + account.uncertain()
                                + account.excluded());
        return account;
    }

    private EditionAccount whenClosed(long edition) {
        await().atMost(Duration.ofSeconds(60)).until(() -> account(edition).closed());
        return account(edition);
    }

    private Map<String, Long> mailsPerReader() {
        return server.accepted().stream()
                .collect(Collectors.groupingBy(Accepted::recipient, Collectors.counting()));
    }

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
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return "554 5.6.0 malformed message";
                    }
                });
        work(1);
        long edition = edition(clock.instant());
        await().atMost(Duration.ofMinutes(1)).until(() -> account(edition).stopReason() != null);
        await().during(Duration.ofMillis(500))
                .until(() -> account(edition).rejected() <= 20 && account(edition).pending() >= 40);
        assertThat(account(edition).closed()).isFalse();
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
    void servesASlotThatHasComeOnceAndMovesOn() {
        readers(3);
        work(1);
        Instant slot = clock.instant().truncatedTo(ChronoUnit.HOURS);
        due(slot);
        await().atMost(Duration.ofMinutes(1)).until(() -> server.accepted().size() == 3);
        assertThat(nextSlots()).containsOnly(slot.plus(Duration.ofDays(1)));
        // Found due again, as after a restored backup: the local day has had its digest.
        due(slot);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> nextSlots().equals(List.of(slot.plus(Duration.ofDays(1)))));
        assertThat(planner.planDue()).isZero();
        assertThat(mailsPerReader()).hasSize(3).allSatisfy((_, n) -> assertThat(n).isOne());
    }

    @Test
    void skipsASlotThatIsTooOldAfterDowntime() {
        readers(3);
        work(1);
        Instant slot = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(10));
        due(slot);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> nextSlots().equals(List.of(slot.plus(Duration.ofDays(1)))));
        assertThat(accounts.open().states()).isEmpty();
    }

    private void due(Instant slot) {
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscription set timezone = 'UTC', hour = :hour,"
                                        + " next_slot = :slot")
                        .setParameter("hour", slot.atZone(ZoneOffset.UTC).getHour())
                        .setParameter("slot", slot)
                        .executeUpdate());
    }

    private List<Instant> nextSlots() {
        return database.inTransaction(session ->
                session.createNativeQuery(
                                "select distinct next_slot from subscription", Instant.class)
                        .getResultList());
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

    // ---- Manners towards receivers

    private long count(String sql) {
        return database.<Long>inTransaction(
                session -> session.createNativeQuery(sql, Long.class).getSingleResult());
    }

    private long asked(String domain) {
        return server.commands().stream()
                .filter(command -> command.startsWith("RCPT"))
                .filter(command -> command.contains("@" + domain + ">"))
                .count();
    }

    @Test
    void mailsToAReceiverThatRefusesByPolicyWaitAndHoldUpNoOther() {
        readers(40);
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscriber set address = replace(address, 'example.org',"
                                        + " 'example.net') where id % 8 = 0")
                        .executeUpdate());
        AtomicBoolean refuses = new AtomicBoolean(true);
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return refuses.get() && recipient.endsWith("@example.net")
                                ? "554 5.7.9 Message not accepted for policy reasons"
                                : "250 Ok";
                    }
                });
        Duration pause = Duration.ofSeconds(2);
        work(2, server.port(), TestTraffic.pausing(pause, clock));
        long edition = edition(clock.instant());
        await().atMost(Duration.ofMinutes(1)).until(() -> account(edition).accepted() == 35);
        // Those that were under way together, and those that asked after a pause.
        assertThat(asked("example.net")).isLessThanOrEqualTo(6);
        assertThat(account(edition).pending() + account(edition).deferred()).isEqualTo(5);
        assertThat(
                        count(
                                "select coalesce(max(attempts), 0) from delivery where parked_for is not null"))
                .isLessThanOrEqualTo(1);
        assertThat(account(edition).closed()).isFalse();
        assertThat(count("select count(*) from suppression")).isZero();
        assertThat(count("select count(*) from address_failure")).isZero();

        refuses.set(false);
        assertThat(whenClosed(edition).accepted()).isEqualTo(40);
        assertThat(mailsPerReader()).hasSize(40).allSatisfy((_, n) -> assertThat(n).isOne());
    }

    @Test
    void deliversWhatIsGreylistedOnceAndSuppressesWhatDoesNotExist() {
        readers(200);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        int number =
                                Integer.parseInt(recipient.substring(1, recipient.indexOf('@')));
                        if (number % 20 == 0 && attempt == 1) {
                            return "451 4.7.1 Greylisted, please try again in 300 seconds";
                        }
                        return number % 100 == 1 ? "550 5.1.1 no such user" : "250 Ok";
                    }
                });
        work(2);
        EditionAccount account = whenClosed(edition(clock.instant()));
        assertThat(account.accepted()).isEqualTo(198);
        assertThat(account.rejected()).isEqualTo(2);
        assertThat(mailsPerReader()).hasSize(198).allSatisfy((_, n) -> assertThat(n).isOne());
        assertThat(count("select count(*) from suppression")).isEqualTo(2);
        assertThat(asked("example.org")).isEqualTo(200 + 10);
    }
}
