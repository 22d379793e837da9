package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.Links;
import org.papertide.events.PaperSummary;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MessageComposer;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.tracing.Traces;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.SamplePaper;

/**
 * Nothing more of a stopped edition can be claimed, whatever had become of it before; one that
 * cannot be composed keeps no other from its readers. Each test is one transaction that leaves
 * nothing, so that the service itself does not see what is made here.
 */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class EditionFaultsIT {

    /** More than one batch of each part. */
    private static final int READERS = 2_400;

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;
    @Inject CandidateStore candidates;
    @Inject MessageComposer messages;
    @Inject EditionSettings settings;
    @Inject Clock clock;

    /** Ends a transaction that is to leave nothing. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A test's part of the service, in its transaction. */
    private final class Service implements Database {

        final StatelessSession session;
        final EditionAccounts accounts = new EditionAccounts(this, clock);
        final EditionPlanner planner =
                new EditionPlanner(
                        this, settings, new DigestSchedule(DayOfWeek.MONDAY), Traces.OFF, clock);

        Service(StatelessSession session) {
            this.session = session;
        }

        @Override
        public <T> T inTransaction(Function<StatelessSession, T> work) {
            return work.apply(session);
        }

        /** Composes; the edition is stopped between two of the transactions. */
        void composeAndStop(long edition, int transaction) {
            AtomicInteger done = new AtomicInteger();
            compose(
                    new Database() {
                        @Override
                        public <T> T inTransaction(Function<StatelessSession, T> work) {
                            T result = work.apply(session);
                            if (done.incrementAndGet() == transaction) {
                                accounts.stop(edition, "wrong");
                            }
                            return result;
                        }
                    });
        }

        DigestComposer compose(Database in) {
            DigestComposer composer =
                    new DigestComposer(
                            in,
                            candidates,
                            messages,
                            settings,
                            new DigestSchedule(DayOfWeek.MONDAY),
                            new WorkSignal(),
                            Traces.OFF,
                            clock,
                            Runnable::run);
            composer.composeAll();
            return composer;
        }

        EditionAccount account(long edition) {
            return accounts.find(edition).orElseThrow();
        }

        /** What the service does from then on. */
        EditionAccount ended(long edition) {
            while (accounts.endStopped()) {
                assertThat(account(edition).closed()).isFalse();
            }
            assertThat(accounts.closeDone()).isPositive();
            assertThat(
                            new DeliveryRepository_(session)
                                    .claim(
                                            clock.instant().plus(Duration.ofDays(1)),
                                            1,
                                            new Long[0],
                                            "worker",
                                            clock.instant()))
                    .isEmpty();
            EditionAccount account = account(edition);
            assertThat(account.closed()).isTrue();
            assertThat(account.pending() + account.deferred()).isZero();
            return account;
        }

        int change(String sql) {
            return session.createNativeMutationQuery(sql)
                    .setParameter("now", clock.instant())
                    .executeUpdate();
        }

        List<String> strings(String sql) {
            return session.createNativeQuery(sql, String.class).getResultList();
        }
    }

    @BeforeEach
    void begin() {
        await().atMost(Duration.ofMinutes(1)).until(tables::wasPrepared);
        EmptyTables.empty(
                database,
                "subscriber, subscription, suppression, address_failure, audience, delivery,"
                        + " edition, content, shown, candidate");
        Instant now = clock.instant();
        candidates.applyScores(
                IntStream.range(0, 20)
                        .mapToObj(i ->
                                SampleEvents.score(SampleEvents.paper(i, "Paper " + i), i, i, now))
                        .map(score -> RecordSink.Change.to(EventCodec.SCORE, score))
                        .toList());
    }

    private void test(Consumer<Service> test) {
        assertThatThrownBy(() ->
                        database.run(session -> {
                            test.accept(new Service(session));
                            throw new RolledBack();
                        }))
                .isInstanceOf(RolledBack.class);
    }

    /**
     * @param from the number of the first
     */
    private static void readers(Service service, int from, int count) {
        service.session
                .createNativeMutationQuery(
                        """
                        with one as (
                            insert into subscriber (address, address_key, address_hash, created_at)
                            select 'r' || i || '@example.org', 'r' || i || '@example.org',
                                'hash' || i, now() from generate_series(:first, :last) i
                            returning id)
                        insert into subscription (subscriber_id, state, frequency, timezone,
                            hour, categories, include, exclude, authors, paper_limit,
                            filter_key, requested_at, next_slot)
                        select id, 'ACTIVE', 'DAILY', 'UTC', :hour, '{}', '{}', '{}',
                            '{}', 10, 'all', now(), :slot from one
                        """)
                .setParameter("first", from)
                .setParameter("last", from + count - 1)
                .setParameter("hour", slot().atZone(ZoneOffset.UTC).getHour())
                .setParameter("slot", slot())
                .executeUpdate();
    }

    private static Instant slot() {
        return Instant.now().truncatedTo(ChronoUnit.HOURS);
    }

    @Test
    void composesNoMoreOfAnEditionThatIsStoppedMeanwhile() {
        test(service -> {
            readers(service, 1, READERS);
            long edition = service.planner.request(Frequency.DAILY, clock.instant());
            var _ = service.planner.planRequested();
            // The edition, its papers, and a batch.
            service.composeAndStop(edition, 3);
            EditionAccount composed = service.account(edition);
            assertThat(composed.composedAt()).isNotNull();
            assertThat(composed.pending()).isPositive();
            assertThat(composed.excluded()).isPositive();

            EditionAccount account = service.ended(edition);
            assertThat(account.exclusions()).isEqualTo(Map.of(Exclusions.STOPPED, (long) READERS));
            assertThat(account.planned()).isEqualTo(READERS);
        });
    }

    @Test
    void composesTheNextEditionWhereOneCannotBe() {
        test(service -> {
            service.change(
                    """
                    insert into edition (edition_key, kind, as_of, planned_at, expires_at, frozen_at)
                    values ('no digest', 'ALERT', :now, :now, :now, :now)
                    """);
            readers(service, 1, 3);
            long edition = service.planner.request(Frequency.DAILY, clock.instant());
            var _ = service.planner.planRequested();
            DigestComposer composer = service.compose(service);
            assertThat(service.account(edition).composedAt()).isNotNull();
            assertThat(composer.failing()).isOne();
        });
    }

    /** They had no digest on that day. */
    @Test
    void letsReadersOfAStoppedEditionHaveAnother() {
        test(service -> {
            readers(service, 1, READERS);
            long edition = service.planner.request(Frequency.DAILY, clock.instant());
            var _ = service.planner.planRequested();
            service.composeAndStop(edition, 3);
            service.ended(edition);

            long next = service.planner.request(Frequency.DAILY, clock.instant().plusMillis(1));
            var _ = service.planner.planRequested();
            service.compose(service);
            assertThat(service.account(next).exclusions()).isEmpty();
            assertThat(service.account(next).pending()).isEqualTo(READERS);
        });
    }

    /** What passed nothing in an edition that was wrong, may pass in the one in its place. */
    @Test
    void usesUpNoDayOfWhoeverGotNoMail() {
        test(service -> {
            readers(service, 1, 3);
            service.change("update subscription set include = '{nonesuch}', confirmed_at = :now");
            long edition = service.planner.request(Frequency.DAILY, clock.instant());
            var _ = service.planner.planRequested();
            service.compose(service);
            assertThat(service.account(edition).exclusions())
                    .isEqualTo(Map.of(Exclusions.NOTHING_PASSED, 3L));
            service.accounts.stop(edition, "wrong");
            service.ended(edition);

            service.change("update subscription set include = '{}', confirmed_at = :now");
            long next = service.planner.request(Frequency.DAILY, clock.instant().plusMillis(1));
            var _ = service.planner.planRequested();
            service.compose(service);
            assertThat(service.account(next).exclusions()).isEmpty();
            assertThat(service.account(next).pending()).isEqualTo(3);
        });
    }

    @Test
    void plansNothingForAnEditionThatWasStoppedBefore() {
        test(service -> {
            readers(service, 1, 3);
            long edition = service.planner.request(Frequency.DAILY, clock.instant());
            service.accounts.stop(edition, "wrong");
            assertThat(service.planner.planRequested()).isOne();
            service.compose(service);
            assertThat(service.ended(edition).planned()).isZero();
        });
    }

    @Test
    void sendsNothingOfAStoppedEditionToWhomeverComesToItsSlotLater() {
        test(service -> {
            readers(service, 1, 3);
            assertThat(service.planner.planDue()).isOne();
            service.compose(service);
            long edition = service.accounts.page(Long.MAX_VALUE, "", 1).editions().getFirst().id();
            service.accounts.stop(edition, "wrong");
            service.ended(edition);

            readers(service, 4, 2);
            assertThat(service.planner.planDue()).isOne();
            service.compose(service);
            assertThat(service.ended(edition).exclusions())
                    .isEqualTo(Map.of(Exclusions.STOPPED, 5L));
        });
    }

    /** Parked, refused for now, of a webhook, or lost and to be sent again: each in its way. */
    @Test
    void endsWhatWaitsHoweverItWaits() {
        test(service -> {
            service.change(
                    """
                    with e as (
                        insert into edition (edition_key, kind, as_of, planned_at, expires_at,
                            frozen_at, composed_at, stopped_at, stop_reason)
                        values ('stopped', 'DAILY', :now, :now, cast(:now as timestamptz) + interval '1 hour', :now,
                            :now, :now, 'wrong')
                        returning id)
                    insert into delivery (edition_id, subscription_id, subscriber_id,
                        local_period, state, priority, attempts, reason, receiver, parked_for,
                        next_attempt_at, worker, lease_until)
                    select e.id, u.id, u.id, 'today', u.state, 3, u.attempts, u.reason, u.receiver,
                        u.parked, case when u.again then cast(:now as timestamptz) + interval '30 minutes' end, u.worker,
                        case when u.worker is not null then cast(:now as timestamptz) + interval '1 minute' end
                    from e, (values
                        (1, 'PLANNED', 0, null, null, null, true, null),
                        (2, 'DEFERRED', 2, '451 busy', null, null, true, null),
                        (3, 'PLANNED', 0, null, null, 'google.com', true, null),
                        (4, 'DEFERRED', 1, '503', 'example.org', 'webhook', true, null),
                        (5, 'UNCERTAIN', 1, 'lost', null, null, true, null),
                        (6, 'UNCERTAIN', 1, 'lost', null, null, false, null),
                        (7, 'HANDED', 1, null, null, null, true, 'worker')) as u(id, state, attempts,
                            reason, receiver, parked, again, worker)
                    """);
            assertThat(service.accounts.endStopped()).isFalse();
            assertThat(
                            service.strings(
                                    """
                                    select concat_ws(' ', subscription_id, state, reason, local_period,
                                        case when next_attempt_at is not null then 'again' end)
                                    from delivery order by subscription_id
                                    """))
                    .containsExactly(
                            "1 EXCLUDED stopped",
                            "2 EXCLUDED stopped today",
                            "3 EXCLUDED stopped",
                            "4 EXCLUDED stopped today",
                            "5 UNCERTAIN lost today",
                            "6 UNCERTAIN lost today",
                            "7 HANDED today again");
        });
    }

    /** It was in no mail yet. */
    @Test
    void showsNextTimeWhatDidNotFitIntoAMail() {
        Instant now = clock.instant();
        candidates.applyScores(
                IntStream.range(0, 40)
                        .mapToObj(i -> SampleEvents.score(wide(100 + i), 100 + i, 100 + i, now))
                        .map(score -> RecordSink.Change.to(EventCodec.SCORE, score))
                        .toList());
        test(service -> {
            readers(service, 1, 1);
            service.change("update subscription set paper_limit = 40, confirmed_at = :now");
            List<String> first = digest(service, now);
            List<String> next = digest(service, now.plus(Duration.ofDays(1)));
            assertThat(first).isNotEmpty().hasSizeLessThan(40);
            assertThat(next).isNotEmpty().doesNotContainAnyElementsOf(first);
        });
    }

    private static PaperSummary wide(int number) {
        String link = "https://example.org/" + "x".repeat(450) + "/";
        return SamplePaper.of(SampleEvents.id(number), Instant.parse("2026-05-04T01:30:00Z"))
                .title("Paper " + number)
                .links(
                        new Links(
                                URI.create(link + "page"),
                                URI.create(link + "pdf"),
                                URI.create(link + "discussion"),
                                URI.create(link + "code"),
                                URI.create(link + "project")))
                .summary();
    }

    /** The papers that are booked as shown in the mail of an edition, all of which it has. */
    private static List<String> digest(Service service, Instant asOf) {
        long edition = service.planner.request(Frequency.DAILY, asOf);
        var _ = service.planner.planRequested();
        service.compose(service);
        String content =
                " from delivery d join %s s on %s = d.content_id where d.edition_id = " + edition;
        String text =
                service.strings("select s.body_text" + content.formatted("content", "s.id"))
                        .getFirst();
        List<String> shown =
                service.strings("select s.paper_id" + content.formatted("shown", "s.content_id"));
        assertThat(text.lines().filter(line -> line.matches("\\d+\\. Paper .*")))
                .hasSameSizeAs(shown);
        return shown;
    }
}
