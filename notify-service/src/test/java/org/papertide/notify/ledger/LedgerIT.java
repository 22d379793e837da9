package org.papertide.notify.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.running.JdbcDatabase;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.subscription.Channel;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.SettableClock;

/** The statements of the ledger and its journal, on the real database. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class LedgerIT {

    /** So long that the service itself takes nothing back meanwhile. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    /** Far from the ids that the service itself gives out while the test runs. */
    private static final long SUBSCRIPTION = 4_000_000;

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;
    @Inject JdbcDatabase often;
    @Inject SessionFactory sessions;
    @Inject Flyway flyway;
    @Inject Clock service;

    private Instant now = Instant.EPOCH;
    private SettableClock clock = new SettableClock(now);
    private final HeldDeliveries held = new HeldDeliveries();
    private @Nullable LedgerJournal journal;
    private long edition;

    @BeforeEach
    void begin() {
        now = service.instant().truncatedTo(ChronoUnit.MILLIS);
        clock = new SettableClock(now);
        await().atMost(Duration.ofMinutes(1)).until(tables::wasPrepared);
        EmptyTables.empty(database, "delivery, edition, content, shown");
        database.run(session -> {
            session.createNativeMutationQuery(
                            "insert into content (id, kind, subject, body_text, body_html,"
                                    + " created_at) values ('c', 'DAILY', 's', 't', 'h', :now)")
                    .setParameter("now", now)
                    .executeUpdate();
            edition =
                    session.createNativeQuery(
                                    """
                                    with made as (
                                        insert into edition (edition_key, kind, as_of, planned_at,
                                            expires_at, frozen_at, composed_at)
                                        values ('e', 'DAILY', :now, :now, :later, :now, :now)
                                        returning id)
                                    select id from made
                                    """,
                                    Long.class)
                            .setParameter("now", now)
                            // Of one that is over the service would take back what is parked.
                            .setParameter("later", now.plus(Duration.ofDays(1)))
                            .getSingleResult();
        });
    }

    @AfterEach
    void end() {
        if (journal != null) {
            journal.close();
        }
    }

    private <T> T with(Function<DeliveryRepository, T> work) {
        return deliveries().call(work);
    }

    private <T> T account(Function<AccountRepository, T> work) {
        return new Transactions<AccountRepository>(database, AccountRepository_::new).call(work);
    }

    private List<String> papersSent() {
        return database.inTransaction(session -> new ShownRepository_(session).papersSent(7));
    }

    private Transactions<DeliveryRepository> deliveries() {
        return new Transactions<>(often, DeliveryRepository_::new);
    }

    private DeliveryLedger ledger(String worker) {
        return new DeliveryLedger(deliveries(), LEASE, worker, held, clock);
    }

    private LedgerJournal journal(String worker) {
        LedgerJournal opened = new LedgerJournal(deliveries(), worker, held, clock);
        journal = opened;
        return opened;
    }

    private List<Claim> plan(int count) {
        database.run(session -> {
            for (int i = 0; i < count; i++) {
                new PlanRepository_(session)
                        .planOne(edition, SUBSCRIPTION + i, 7, "p" + i, "c", 3, now);
            }
        });
        return claim("worker", count);
    }

    private List<Claim> claim(String worker, int atMost) {
        DeliveryLedger ledger = ledger(worker);
        Instant before = clock.instant();
        List<Claim> claims = with(repository -> ledger.claim(repository, atMost, Set.of()));
        ledger.hold(claims, before);
        return claims;
    }

    private Delivery row(Claim claim) {
        return account(repository -> repository.find(claim.id()).orElseThrow());
    }

    private void awaitState(Claim claim, DeliveryState state) {
        await().atMost(Duration.ofMinutes(1)).until(() -> row(claim).state() == state);
    }

    @Test
    void claimsNothingOfEditionsThatArePassedOver() {
        List<Claim> claims = plan(2);
        long own = claims.getFirst().editionId();
        ledger("worker").release(claims);
        List<Claim> others = with(repository -> ledger("worker").claim(repository, 9, Set.of(own)));
        List<Claim> unnamed =
                with(repository -> ledger("worker").claim(repository, 9, Set.of(own + 1)));
        assertThat(others).isEmpty();
        assertThat(unnamed).hasSize(2);
    }

    @Test
    void theEntitiesFitTheSchema() {
        sessions.getSchemaManager().validateMappedObjects();
    }

    /** A way back: without this, a release is not ready beside one that is newer. */
    @Test
    void worksOnADatabaseThatALaterReleaseMigrated() {
        database.run(session ->
                session.createNativeMutationQuery(
                                """
                                insert into flyway_schema_history (installed_rank, version, description,
                                    type, script, checksum, installed_by, execution_time, success)
                                values (99999, '99999', 'of a later release', 'SQL', 'V99999__.sql', 1,
                                    current_user, 1, true)
                                """)
                        .executeUpdate());
        try {
            assertThat(flyway.migrate().success).isTrue();
        } finally {
            database.run(session ->
                    session.createNativeMutationQuery(
                                    "delete from flyway_schema_history where version = '99999'")
                            .executeUpdate());
        }
    }

    /** As it does beside this one in an upgrade, and after a way back. */
    @Test
    void leavesOutTheMailThatAnOlderReleasePlansForAWebhook() {
        List<Long> planned =
                database.inTransaction(session ->
                        session.createNativeQuery(
                                        """
                                        insert into delivery (edition_id, subscription_id,
                                            subscriber_id, local_period, state, content_id, priority,
                                            next_attempt_at)
                                        select :edition, r.id, r.reader, 'd', r.state, r.content, 3, :now
                                        from (values (1, 7, 'PLANNED', 'c'),
                                            (2, :webhook, 'PLANNED', 'c'),
                                            (3, :webhook, 'EXCLUDED', null)
                                        ) as r(id, reader, state, content)
                                        returning subscription_id
                                        """,
                                        Long.class)
                                .setParameter("edition", edition)
                                .setParameter("webhook", Channel.readerOf(2))
                                .setParameter("now", now)
                                .getResultList());

        assertThat(planned).as("one that mails nobody says why").containsExactlyInAnyOrder(1L, 3L);
        database.run(session ->
                new PlanRepository_(session)
                        .planEvent(edition, 2, Channel.readerOf(2), "d", "c", 3, "https://a", now));
        assertThat(claim("worker", 10)).extracting(Claim::subscriptionId).containsExactly(1L);
    }

    /** An older release saves preferences with a key of the filters alone. */
    @Test
    void keepsAReadersThemeInTheKeyThatAnOlderReleaseWrites() {
        Theme theme = new Theme(List.of("a"), List.of(), List.of(), Amount.SOME);
        String key =
                database.inTransaction(session -> {
                    session.createNativeMutationQuery(
                                    """
                                    with reader as (
                                        insert into subscriber (address, address_key, address_hash,
                                            created_at)
                                        values ('a@older.example', 'older', 'older', :now)
                                        returning id)
                                    insert into subscription (subscriber_id, state, frequency,
                                        timezone, hour, categories, include, exclude, authors,
                                        paper_limit, filter_key, theme_key, requested_at)
                                    select id, 'PENDING', 'DAILY', 'UTC', 8, '{}', '{}', '{}', '{}',
                                        10, 'of other filters', :theme, :now from reader
                                    """)
                            .setParameter("theme", theme.key())
                            .setParameter("now", now)
                            .executeUpdate();
                    return session.createNativeQuery(
                                    """
                                    update subscription set filter_key = :key
                                    where theme_key = :theme returning filter_key
                                    """,
                                    String.class)
                            .setParameter("key", interest(Theme.ANY).filterKey())
                            .setParameter("theme", theme.key())
                            .getSingleResult();
                });

        assertThat(key).isEqualTo(interest(theme).filterKey());
    }

    private static Interest interest(Theme theme) {
        List<String> none = List.of();
        return new Interest(
                Frequency.DAILY, ZoneOffset.UTC, 8, none, none, none, none, null, 10, theme);
    }

    @Test
    void claimsWhatIsDueOnce() {
        List<Claim> claims = plan(3);
        assertThat(claims).extracting(Claim::attempt).containsExactly(1, 1, 1);
        assertThat(claims)
                .extracting(Claim::subscriptionId)
                .containsExactly(SUBSCRIPTION, SUBSCRIPTION + 1, SUBSCRIPTION + 2);
        assertThat(claims).extracting(Claim::contentId).containsOnly("c");
        assertThat(claim("another", 10)).isEmpty();
        assertThat(row(claims.getFirst()).state()).isEqualTo(DeliveryState.CLAIMED);
    }

    @Test
    void recordsTheHandoverBeforeTheOutcome() {
        Claim claim = plan(1).getFirst();
        LedgerJournal open = journal("worker");
        assertThat(open.page().hand(claim).join()).isTrue();
        assertThat(row(claim).state()).isEqualTo(DeliveryState.HANDED);
        open.settle(claim, Settlement.accepted("Q1"));
        awaitState(claim, DeliveryState.ACCEPTED);
        assertThat(row(claim).queueId()).isEqualTo("Q1");
        assertThat(held.ids()).isEmpty();
    }

    @Test
    void handsNoMailOfAnotherWorker() {
        Claim claim = plan(1).getFirst();
        assertThat(journal("another").page().hand(claim).join()).isFalse();
        assertThat(row(claim).state()).isEqualTo(DeliveryState.CLAIMED);
    }

    @Test
    void settlesNoClaimThatWasLost() {
        Claim lost = plan(1).getFirst();
        clock.advance(LEASE.plusMillis(1));
        assertThat(this.<Integer>with(r -> r.releaseExpired(clock.instant()))).isEqualTo(1);
        Claim second = claim("another", 1).getFirst();
        assertThat(second.attempt()).isEqualTo(2);
        LedgerJournal open = journal("worker");
        assertThat(open.page().hand(lost).join()).isFalse();
        open.settle(lost, Settlement.rejected("550"));
        open.close();
        assertThat(row(second).state()).isEqualTo(DeliveryState.CLAIMED);
    }

    @Test
    void takesALateAnswerForAMailThatWasGivenUp() {
        Claim claim = plan(1).getFirst();
        LedgerJournal open = journal("worker");
        assertThat(open.page().hand(claim).join()).isTrue();
        clock.advance(LEASE.plusMillis(1));
        List<LostDelivery> lost =
                database.inTransaction(session -> {
                    DeliveryRepository repository = new DeliveryRepository_(session);
                    List<LostDelivery> found = repository.lockLost(clock.instant());
                    repository.abandon(
                            new Long[] {claim.id()}, new @Nullable Instant[] {(Instant) null});
                    return found;
                });
        assertThat(lost).containsExactly(new LostDelivery(claim.id(), edition, false));
        assertThat(row(claim).state()).isEqualTo(DeliveryState.UNCERTAIN);
        assertThat(row(claim).nextAttemptAt()).isNull();
        open.settle(claim, Settlement.accepted("Q1"));
        awaitState(claim, DeliveryState.ACCEPTED);
    }

    @Test
    void writesManyOutcomesAtOnceEachToItsRow() {
        List<Claim> claims = plan(4);
        LedgerJournal open = journal("worker");
        claims.forEach(claim -> assertThat(open.page().hand(claim).join()).isTrue());
        Instant later = now.plusSeconds(60);
        open.settle(claims.get(0), Settlement.accepted("Q").by("backup"));
        open.settle(claims.get(1), Settlement.deferred(later, "451 later"));
        open.settle(claims.get(2), Settlement.rejected("550 no"));
        open.settle(claims.get(3), Settlement.lost(null, "gone"));
        awaitState(claims.get(3), DeliveryState.UNCERTAIN);
        assertThat(row(claims.get(0)).reason()).isNull();
        assertThat(row(claims.get(0)).relay()).isEqualTo("backup");
        assertThat(row(claims.get(1)).relay()).isNull();
        assertThat(row(claims.get(1)).nextAttemptAt()).isEqualTo(later);
        assertThat(row(claims.get(1)).reason()).isEqualTo("451 later");
        assertThat(row(claims.get(2)).state()).isEqualTo(DeliveryState.REJECTED);
        assertThat(row(claims.get(3)).nextAttemptAt()).isNull();
    }

    @Test
    void forgetsThePapersOfAMailThatNobodyGot() {
        List<Claim> claims = plan(2);
        database.run(session -> new ShownRepository_(session).show("c", new String[] {"arxiv:1"}));
        assertThat(papersSent()).containsExactly("arxiv:1");
        LedgerJournal open = journal("worker");
        open.settle(claims.get(0), Settlement.rejected("550 no"));
        awaitState(claims.get(0), DeliveryState.REJECTED);
        assertThat(papersSent()).as("the other mail shows it as well").containsExactly("arxiv:1");
        deliveries()
                .run(repository ->
                        DeliveryLedger.withdraw(
                                repository,
                                List.of(
                                        new DeliveryLedger.Withdrawal(
                                                claims.get(1).id(),
                                                Transition.EXPIRE,
                                                "never sent")),
                                now));
        assertThat(row(claims.get(1)).state()).isEqualTo(DeliveryState.EXPIRED);
        assertThat(papersSent()).isEmpty();
    }

    @Test
    void makesNoIllegalTransition() {
        Claim claim = plan(1).getFirst();
        LedgerJournal open = journal("worker");
        assertThat(open.page().hand(claim).join()).isTrue();
        deliveries()
                .run(repository ->
                        DeliveryLedger.withdraw(
                                repository,
                                List.of(
                                        new DeliveryLedger.Withdrawal(
                                                claim.id(), Transition.EXPIRE, "never sent")),
                                now));
        assertThat(row(claim).state()).isEqualTo(DeliveryState.HANDED);
    }

    @Test
    void givesBackWhatWasNotBegun() {
        Claim claim = plan(1).getFirst();
        ledger("worker").release(List.of(claim));
        assertThat(row(claim).state()).isEqualTo(DeliveryState.PLANNED);
        assertThat(row(claim).attempts()).isZero();
        assertThat(held.ids()).isEmpty();
        assertThat(claim("another", 1)).hasSize(1);
    }

    @Test
    void leavesNothingOfATransactionThatFails() {
        Claim claim = plan(1).getFirst();
        assertThatThrownBy(() ->
                        deliveries()
                                .run(repository -> {
                                    Long[] editions = {edition};
                                    assertThat(repository.excludeWaiting(editions, 9, "why", now))
                                            .isZero();
                                    Long[] ids = {claim.id()};
                                    assertThat(repository.release(ids, "worker", now)).isOne();
                                    throw new IllegalStateException("a fault");
                                }))
                .hasMessage("a fault");
        assertThat(row(claim).state()).isEqualTo(DeliveryState.CLAIMED);
    }

    @Test
    void renewsTheLeasesOfItsOwnClaimsOnly() {
        Claim own = plan(1).getFirst();
        clock.advance(LEASE.minusMillis(1));
        ledger("another").renewLeases();
        clock.advance(Duration.ofMillis(2));
        assertThat(this.<Integer>with(r -> r.releaseExpired(clock.instant()))).isEqualTo(1);
        assertThat(row(own).state()).isEqualTo(DeliveryState.PLANNED);

        Claim again = claim("worker", 1).getFirst();
        clock.advance(LEASE.minusMillis(1));
        ledger("worker").renewLeases();
        clock.advance(Duration.ofMillis(2));
        assertThat(this.<Integer>with(r -> r.releaseExpired(clock.instant()))).isZero();
        assertThat(row(again).state()).isEqualTo(DeliveryState.CLAIMED);
    }

    @Test
    void countsAndKnowsWhatWaits() {
        List<Claim> claims = plan(3);
        LedgerJournal open = journal("worker");
        open.page().hand(claims.get(0)).join();
        open.settle(claims.get(0), Settlement.accepted("Q"));
        awaitState(claims.get(0), DeliveryState.ACCEPTED);
        assertThat(this.<List<StateCount>>account(r -> r.count(edition)))
                .containsExactlyInAnyOrder(
                        new StateCount("ACCEPTED", null, false, 1),
                        new StateCount("CLAIMED", null, false, 2));
        assertThat(this.<List<Long>>account(r -> r.waiting(new Long[] {edition, edition + 1})))
                .containsExactly(edition);
        assertThat(this.<List<ExportedMail>>account(r -> r.ofReaders(new Long[] {7L})))
                .hasSize(3)
                .contains(new ExportedMail(edition, "ACCEPTED", null, "c", null));
        assertThat(this.<List<Long>>account(r -> r.editionsOf(7))).containsOnly(edition);
    }

    // ---- Parked rows

    private void park(List<Claim> claims, String group) {
        Map<Claim, String> waiting = new HashMap<>();
        claims.forEach(claim -> waiting.put(claim, group));
        ledger("worker").park(waiting);
    }

    private List<ParkedClaim> claimParked(Map<String, Integer> groups) {
        return with(repository -> ledger("another").claimParked(repository, groups));
    }

    @Test
    void countsAsDueWhatAConnectionMayClaimNow() {
        List<Claim> claims = plan(5);
        assertThat(this.<Long>with(r -> r.countDue(now))).isZero();
        park(claims.subList(0, 1), "google");
        ledger("worker").release(claims.subList(1, 2), now.plusSeconds(60));
        ledger("worker").release(claims.subList(2, 4), now);
        assertThat(this.<Long>with(r -> r.countDue(now))).isEqualTo(2);
        assertThat(claim("another", 10)).hasSize(2);
        assertThat(this.<Long>with(r -> r.countDue(now))).isZero();
    }

    @Test
    void passesOverParkedRowsUntilTheirGroupIsClaimed() {
        List<Claim> claims = plan(5);
        park(claims.subList(0, 2), "google");
        park(claims.subList(2, 4), "mx.example.org");
        ledger("worker").release(claims.subList(4, 5));
        assertThat(row(claims.getFirst()).state()).isEqualTo(DeliveryState.PLANNED);
        assertThat(row(claims.getFirst()).attempts()).isZero();
        assertThat(with(DeliveryRepository::parkedGroups))
                .containsExactly("google", "mx.example.org");
        assertThat(this.<Long>with(DeliveryRepository::countParked)).isEqualTo(4);
        assertThat(claim("another", 10)).extracting(Claim::id).containsExactly(claims.get(4).id());
        List<ParkedClaim> taken = claimParked(Map.of("google", 1, "mx.example.org", 9, "none", 1));
        Claim first = taken.getFirst().id() == claims.get(0).id() ? claims.get(0) : claims.get(1);
        assertThat(taken)
                .extracting(ParkedClaim::id, ParkedClaim::parkedFor)
                .containsExactly(
                        tuple(first.id(), "google"),
                        tuple(claims.get(2).id(), "mx.example.org"),
                        tuple(claims.get(3).id(), "mx.example.org"));
        assertThat(row(first).state()).isEqualTo(DeliveryState.CLAIMED);
        assertThat(row(first).attempts()).isOne();
        assertThat(row(first).parkedFor()).isNull();
        assertThat(with(DeliveryRepository::parkedGroups)).containsExactly("google");
    }

    @Test
    void parksNoRowThatIsAnothersByNow() {
        List<Claim> claims = plan(1);
        Map<Claim, String> waiting = Map.of(claims.getFirst(), "google");
        ledger("thief").park(waiting);
        assertThat(row(claims.getFirst()).state()).isEqualTo(DeliveryState.CLAIMED);
        assertThat(row(claims.getFirst()).parkedFor()).isNull();
    }

    @Test
    void rowsOfAnEditionWhoseTimeIsOverAreParkedNoLonger() {
        List<Claim> claims = plan(2);
        park(claims, "google");
        assertThat(this.<Integer>with(repository -> repository.unpark(new Long[] {edition}, 10)))
                .isEqualTo(2);
        assertThat(claim("another", 10)).hasSize(2);
    }
}
